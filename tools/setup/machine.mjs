// @ts-check
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';

/** What setup could not do, and the way out. */
export class SetupError extends Error {
  /**
   * @param {'SW_BROWSER_MISSING' | 'SW_SETUP_FAILED'} code
   * @param {string} message
   * @param {string} fix
   */
  constructor(code, message, fix) {
    super(message);
    this.code = code;
    this.fix = fix;
  }
}

/**
 * Everything setup asks of the computer it runs on, so that tests can hand it another one.
 *
 * @typedef {object} Machine
 * @property {string} root Folder of the checkout.
 * @property {NodeJS.Platform} platform
 * @property {Record<string, string | undefined>} env
 * @property {string} home
 * @property {boolean} isRoot
 * @property {string} nodeVersion Of the Node that runs setup, e.g. v18.20.1.
 * @property {(path: string) => boolean} isExecutable A file that may be run.
 * @property {(path: string) => string | null} read Text of a file; null when it cannot be read.
 * @property {(path: string) => string[]} list Names in a folder; none when it cannot be read.
 * @property {(command: string, args: string[], env?: Record<string, string | undefined>) => boolean} run
 *   Runs a command with its output on standard error; whether it succeeded.
 * @property {(message: string) => void} say One line for the user.
 */

/**
 * @param {string} root
 * @returns {Machine}
 */
export function thisMachine(root) {
  return {
    root,
    platform: process.platform,
    env: process.env,
    home: homedir(),
    isRoot: process.getuid?.() === 0,
    nodeVersion: process.version,
    isExecutable: (path) => {
      try {
        accessSync(path, constants.X_OK);
        return statSync(path).isFile();
      } catch {
        return false;
      }
    },
    read: (path) => {
      try {
        return readFileSync(path, 'utf8');
      } catch {
        return null;
      }
    },
    list: (path) => {
      try {
        return readdirSync(path);
      } catch {
        return [];
      }
    },
    run: (command, args, env) => {
      const shell = process.platform === 'win32'; // npm and npx are .cmd files there, which only a shell runs
      const result = spawnSync(command, args, {
        cwd: root,
        env: env ?? process.env,
        shell,
        stdio: ['ignore', 2, 2],
      });
      return result.status === 0;
    },
    say: (message) => console.error(`setup: ${message}`),
  };
}
