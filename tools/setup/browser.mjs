// @ts-check
import { posix, win32 } from 'node:path';
import { SetupError } from './machine.mjs';

/** @typedef {import('./machine.mjs').Machine} Machine */

const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome'];

/**
 * Finds a browser or gets one.
 *
 * @param {Machine} machine
 */
export function ensureBrowser(machine) {
  const named = machine.env['PUPPETEER_EXECUTABLE_PATH'];
  if (named) {
    if (machine.isExecutable(named)) return;
    throw new SetupError(
      'SW_BROWSER_MISSING',
      `PUPPETEER_EXECUTABLE_PATH names "${named}", which is not a program.`,
      'Set it to the program file of a Chrome or Chromium, or unset it to let one be found.',
    );
  }
  if (findBrowser(machine)) return;
  if (machine.env['SCRIPTWARDEN_NO_INSTALL'] === '1') {
    throw new SetupError(
      'SW_BROWSER_MISSING',
      'No Chrome or Chromium was found, and SCRIPTWARDEN_NO_INSTALL=1 forbids installing one.',
      'Install Chrome or Chromium yourself, or set PUPPETEER_EXECUTABLE_PATH to one, or unset SCRIPTWARDEN_NO_INSTALL.',
    );
  }
  if (isDebian(machine) && machine.isRoot && installDebianPackage(machine) && findBrowser(machine)) return;
  if (fetchChrome(machine) && findBrowser(machine)) return;
  throw new SetupError(
    'SW_BROWSER_MISSING',
    'No Chrome or Chromium was found, and none could be installed.',
    isDebian(machine) && !machine.isRoot
      ? 'Install one (sudo apt-get install chromium), or set PUPPETEER_EXECUTABLE_PATH to one.'
      : 'Install Chrome or Chromium by hand, or set PUPPETEER_EXECUTABLE_PATH to one.',
  );
}

/**
 * The program file of a Chrome or Chromium: a system one, then puppeteer's own; null when there is none.
 *
 * @param {Machine} machine
 * @returns {string | null}
 */
export function findBrowser(machine) {
  return [...systemBrowsers(machine), ...cachedBrowsers(machine)].find(machine.isExecutable) ?? null;
}

/** @param {Machine} machine */
function systemBrowsers({ platform, env, home }) {
  if (platform === 'darwin') {
    const programs = [
      'Google Chrome.app/Contents/MacOS/Google Chrome',
      'Chromium.app/Contents/MacOS/Chromium',
    ];
    return ['/Applications', posix.join(home, 'Applications')].flatMap((folder) =>
      programs.map((program) => posix.join(folder, program)),
    );
  }
  if (platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'PROGRAMW6432', 'LOCALAPPDATA'].map(
      (name) => env[name],
    );
    return roots.flatMap((root) =>
      root
        ? ['Google\\Chrome', 'Chromium'].map((product) =>
            win32.join(root, product, 'Application', 'chrome.exe'),
          )
        : [],
    );
  }
  const folders = [
    ...(env['PATH'] ?? '').split(':').filter(Boolean),
    '/usr/bin',
    '/usr/local/bin',
    '/snap/bin',
  ];
  return [
    ...names.flatMap((name) => folders.map((folder) => posix.join(folder, name))),
    '/opt/google/chrome/chrome',
  ];
}

/**
 * Browsers in puppeteer's cache, newest build first: <cache>/chrome/<platform>-<build>/chrome-<platform>/<program>.
 *
 * @param {Machine} machine
 */
function cachedBrowsers({ platform, env, home, list }) {
  const { join } = platform === 'win32' ? win32 : posix;
  const cache = join(env['PUPPETEER_CACHE_DIR'] ?? join(home, '.cache', 'puppeteer'), 'chrome');
  const program = {
    darwin: join('Google Chrome for Testing.app', 'Contents', 'MacOS', 'Google Chrome for Testing'),
    win32: 'chrome.exe',
  };
  const builds = list(cache).sort((one, other) => other.localeCompare(one, 'en', { numeric: true }));
  return builds.flatMap((build) =>
    list(join(cache, build)).map((folder) =>
      join(
        cache,
        build,
        folder,
        platform === 'darwin' || platform === 'win32' ? program[platform] : 'chrome',
      ),
    ),
  );
}

/**
 * Debian itself: Ubuntu's chromium package is a shell around a snap, which containers cannot run.
 *
 * @param {Machine} machine
 */
function isDebian(machine) {
  return machine.platform === 'linux' && /^ID="?debian"?$/m.test(machine.read('/etc/os-release') ?? '');
}

/** @param {Machine} machine */
function installDebianPackage(machine) {
  machine.say('no Chrome or Chromium found: installing Debian package chromium (apt-get install chromium)');
  const env = { ...machine.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () =>
    machine.run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], env);
  const hasLists = machine.list('/var/lib/apt/lists').some((name) => name.includes('_Packages'));
  // Images ship without package lists, and old lists name versions that the mirror has dropped: fetch them, try again.
  if (hasLists && install()) return true;
  return machine.run('apt-get', ['update', '-qq'], env) && install();
}

/** @param {Machine} machine */
function fetchChrome(machine) {
  machine.say('no Chrome or Chromium found: fetching Chrome (npx puppeteer browsers install chrome)');
  // As root it may bring the system libraries too; without them Chrome would not start.
  const extra = machine.platform === 'linux' && machine.isRoot ? ['--install-deps'] : [];
  const install = (/** @type {string[]} */ options) =>
    machine.run('npx', ['--no-install', 'puppeteer', 'browsers', 'install', 'chrome', ...options]);
  return install(extra) || (extra.length > 0 && install([]));
}
