import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import { ScriptwardenError } from '../../core/errors/index.ts';

/** What the search needs of a machine; tests bring their own. */
export interface Machine {
  platform: string;
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  isExecutable: (path: string) => boolean;
  list: (folder: string) => string[];
}

const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome'];

/**
 * The program file of a Chrome or Chromium: `PUPPETEER_EXECUTABLE_PATH`, then a system one, then the newest in
 * puppeteer's cache. The set-up step (tools/setup/) looks in the same places in the same order; a test compares.
 *
 * @throws ScriptwardenError SW_BROWSER_MISSING
 */
export function findBrowser(machine: Machine = thisMachine()): string {
  const named = machine.env.PUPPETEER_EXECUTABLE_PATH;
  if (named) {
    if (machine.isExecutable(named)) return named;
    throw new ScriptwardenError('SW_BROWSER_MISSING', {
      message: `PUPPETEER_EXECUTABLE_PATH names "${named}", which is not a program.`,
      fix: 'Set it to the program file of a Chrome or Chromium, or unset it to let one be found.',
    });
  }
  const found = [...systemBrowsers(machine), ...cachedBrowsers(machine)].find((path) =>
    machine.isExecutable(path),
  );
  if (found) return found;
  throw new ScriptwardenError('SW_BROWSER_MISSING', {
    message: 'No Chrome or Chromium was found.',
    fix: 'Install one, run `node tools/setup.mjs`, or set PUPPETEER_EXECUTABLE_PATH to its program file.',
  });
}

function systemBrowsers({ platform, env, home }: Machine): string[] {
  if (platform === 'darwin') {
    const programs = [
      'Google Chrome.app/Contents/MacOS/Google Chrome',
      'Chromium.app/Contents/MacOS/Chromium',
    ];
    const folders = ['/Applications', posix.join(home, 'Applications')];
    return folders.flatMap((folder) => programs.map((program) => posix.join(folder, program)));
  }
  if (platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'PROGRAMW6432', 'LOCALAPPDATA'].map(
      (name) => env[name],
    );
    return roots
      .filter((root) => root !== undefined)
      .flatMap((root) =>
        ['Google\\Chrome', 'Chromium'].map((product) =>
          win32.join(root, product, 'Application', 'chrome.exe'),
        ),
      );
  }
  const folders = [...(env.PATH ?? '').split(':').filter(Boolean), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  return [
    ...names.flatMap((name) => folders.map((folder) => posix.join(folder, name))),
    '/opt/google/chrome/chrome',
  ];
}

/** Newest build first: <cache>/chrome/<platform>-<build>/chrome-<platform>/<program>. */
function cachedBrowsers(machine: Machine): string[] {
  const { platform, env, home } = machine;
  const path = platform === 'win32' ? win32 : posix;
  const cache = path.join(env.PUPPETEER_CACHE_DIR ?? path.join(home, '.cache', 'puppeteer'), 'chrome');
  const mac = path.join('Google Chrome for Testing.app', 'Contents', 'MacOS', 'Google Chrome for Testing');
  const program = platform === 'darwin' ? mac : platform === 'win32' ? 'chrome.exe' : 'chrome';
  const builds = machine.list(cache).sort((one, other) => other.localeCompare(one, 'en', { numeric: true }));
  return builds.flatMap((build) =>
    machine.list(path.join(cache, build)).map((folder) => path.join(cache, build, folder, program)),
  );
}

function thisMachine(): Machine {
  return { platform: process.platform, env: process.env, home: homedir(), isExecutable, list };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
