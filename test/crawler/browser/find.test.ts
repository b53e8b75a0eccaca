import assert from 'node:assert/strict';
import { findBrowser, type Machine } from '../../../crawler/browser/find.ts';

function machine(
  programs: string[],
  env: Record<string, string> = {},
  folders: Record<string, string[]> = {},
): Machine {
  return {
    platform: 'linux',
    env: { PATH: '/opt/bin:/usr/bin', ...env },
    home: '/home/me',
    isExecutable: (path) => programs.includes(path),
    list: (folder) => folders[folder] ?? [],
  };
}

describe('findBrowser', () => {
  it('takes the named one before any other', () => {
    const env = { PUPPETEER_EXECUTABLE_PATH: '/my/chrome' };
    assert.equal(findBrowser(machine(['/my/chrome', '/usr/bin/chromium'], env)), '/my/chrome');
  });

  it('refuses a named one that is none, instead of taking another', () => {
    const env = { PUPPETEER_EXECUTABLE_PATH: '/my/chrome' };
    assert.throws(() => findBrowser(machine(['/usr/bin/chromium'], env)), { code: 'SW_BROWSER_MISSING' });
  });

  it('prefers a system browser, then the newest in the cache', () => {
    const cache = '/home/me/.cache/puppeteer/chrome';
    const folders = {
      [cache]: ['linux-99.0.1', 'linux-156.0.2'],
      [`${cache}/linux-99.0.1`]: ['chrome-linux64'],
      [`${cache}/linux-156.0.2`]: ['chrome-linux64'],
    };
    const cached = [
      `${cache}/linux-99.0.1/chrome-linux64/chrome`,
      `${cache}/linux-156.0.2/chrome-linux64/chrome`,
    ];
    assert.equal(findBrowser(machine(cached, {}, folders)), cached[1]);
    assert.equal(findBrowser(machine([...cached, '/usr/bin/chromium'], {}, folders)), '/usr/bin/chromium');
  });

  it('says what to do when there is none', () => {
    assert.throws(() => findBrowser(machine([])), { code: 'SW_BROWSER_MISSING', fix: /setup\.mjs/ });
  });

  it('agrees with the set-up step on every place and their order', async () => {
    // Plain JavaScript without types: the set-up step must run before anything is installed.
    const path = '../../../tools/setup/browser.mjs';
    const setup = (await import(path)) as { findBrowser: (machine: Machine) => string | null };
    const asked = (search: (of: Machine) => unknown): string[] => {
      const paths: string[] = [];
      try {
        search({ ...machine([]), list: () => ['one'], isExecutable: (at) => paths.push(at) === 0 });
      } catch {
        // Nothing found is the point.
      }
      return paths;
    };
    assert.deepEqual(asked(findBrowser), asked(setup.findBrowser));
  });
});
