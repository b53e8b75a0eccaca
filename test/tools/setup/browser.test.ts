import assert from 'node:assert/strict';
import { ensureBrowser, findBrowser } from '../../../tools/setup/browser.mjs';
import { SetupError } from '../../../tools/setup/machine.mjs';
import { fakeMachine } from './fake-machine.ts';

const debian = { '/etc/os-release': 'NAME="Debian"\nID=debian\n' };
const ubuntu = { '/etc/os-release': 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n' };
const aptLists = { '/var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_main_Packages.lz4': '' };
const refusal = (pattern: RegExp) => (error: unknown) =>
  error instanceof SetupError &&
  error.code === 'SW_BROWSER_MISSING' &&
  pattern.test(error.message + error.fix);

describe('finding a browser', () => {
  const places: [NodeJS.Platform, string, Record<string, string>][] = [
    ['linux', '/usr/bin/chromium', {}],
    ['linux', '/usr/bin/google-chrome-stable', {}],
    ['linux', '/snap/bin/chromium', {}],
    ['linux', '/opt/google/chrome/chrome', {}],
    ['linux', '/home/ann/bin/chromium', { PATH: '/bin:/home/ann/bin' }],
    ['linux', '/home/ann/.cache/puppeteer/chrome/linux-148.0.1/chrome-linux64/chrome', {}],
    ['linux', '/cache/chrome/linux-148.0.1/chrome-linux64/chrome', { PUPPETEER_CACHE_DIR: '/cache' }],
    ['darwin', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', {}],
    ['darwin', '/home/ann/Applications/Chromium.app/Contents/MacOS/Chromium', {}],
    [
      'win32',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      { PROGRAMFILES: 'C:\\Program Files' },
    ],
  ];
  for (const [platform, program, env] of places) {
    it(`knows ${program} on ${platform}`, () => {
      assert.equal(findBrowser(fakeMachine({ platform, env, programs: [program] })), program);
    });
  }

  it('takes the newest build in the cache', () => {
    const build = (version: string): string =>
      `/home/ann/.cache/puppeteer/chrome/linux-${version}/chrome-linux64/chrome`;
    const machine = fakeMachine({ programs: [build('99.0.1'), build('148.0.1')] });
    assert.equal(findBrowser(machine), build('148.0.1'));
  });
});

describe('getting a browser', () => {
  const installs = (command: RegExp) => (line: string, machine: ReturnType<typeof fakeMachine>) => {
    if (command.test(line)) machine.programs.add('/usr/bin/chromium');
    return command.test(line) || line.startsWith('apt-get update');
  };

  it('does and says nothing when one is there', () => {
    const machine = fakeMachine({ programs: ['/usr/bin/chromium'] });
    ensureBrowser(machine);
    assert.deepEqual([machine.commands, machine.said], [[], []]);
  });

  it('trusts PUPPETEER_EXECUTABLE_PATH when it names a program', () => {
    const machine = fakeMachine({
      env: { PUPPETEER_EXECUTABLE_PATH: '/opt/mine' },
      programs: ['/opt/mine'],
    });
    ensureBrowser(machine);
    assert.deepEqual(machine.commands, []);
  });

  it('refuses a PUPPETEER_EXECUTABLE_PATH that names nothing, whatever else is there', () => {
    const machine = fakeMachine({
      env: { PUPPETEER_EXECUTABLE_PATH: '/nowhere' },
      programs: ['/usr/bin/chromium'],
    });
    assert.throws(() => ensureBrowser(machine), refusal(/"\/nowhere".*unset it/));
  });

  it('installs nothing under SCRIPTWARDEN_NO_INSTALL=1', () => {
    const machine = fakeMachine({ env: { SCRIPTWARDEN_NO_INSTALL: '1' }, isRoot: true, files: debian });
    assert.throws(() => ensureBrowser(machine), refusal(/SCRIPTWARDEN_NO_INSTALL/));
    assert.deepEqual(machine.commands, []);
  });

  it('takes the Debian package as root on Debian, and says so', () => {
    const machine = fakeMachine(
      { isRoot: true, files: { ...debian, ...aptLists } },
      installs(/^apt-get install/),
    );
    ensureBrowser(machine);
    assert.equal(machine.commands.length, 1);
    assert.match(machine.said.join(), /apt-get install chromium/);
  });

  it('fetches missing package lists first', () => {
    const machine = fakeMachine({ isRoot: true, files: debian }, installs(/^apt-get install/));
    ensureBrowser(machine);
    assert.deepEqual(
      machine.commands.map((line) => line.split(' ')[1]),
      ['update', 'install'],
    );
  });

  it('falls back to puppeteer when the package cannot be had', () => {
    const machine = fakeMachine(
      { isRoot: true, files: debian },
      installs(/^npx .*puppeteer browsers install/),
    );
    ensureBrowser(machine);
    assert.match(machine.commands.at(-1)!, /browsers install chrome --install-deps$/);
  });

  for (const [name, files] of [
    ['Ubuntu', ubuntu],
    ['Debian as a user', debian],
  ] as const) {
    it(`goes straight to puppeteer on ${name}`, () => {
      const machine = fakeMachine({ files }, installs(/^npx .*puppeteer browsers install/));
      ensureBrowser(machine);
      assert.equal(machine.commands.length, 1);
    });
  }

  it('tells the way out when nothing works', () => {
    const user = fakeMachine({ files: debian }, () => false);
    assert.throws(() => ensureBrowser(user), refusal(/sudo apt-get install chromium/));
    const mac = fakeMachine({ platform: 'darwin' }, () => false);
    assert.throws(() => ensureBrowser(mac), refusal(/by hand/));
  });
});
