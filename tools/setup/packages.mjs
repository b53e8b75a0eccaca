// @ts-check
import { delimiter, join } from 'node:path';
import { SetupError } from './machine.mjs';

/** @typedef {import('./machine.mjs').Machine} Machine */

/** Node strips TypeScript's types by itself from here on. */
const oldestNode = 24;

/**
 * Installs what the lock file says when node_modules differs from it.
 *
 * @param {Machine} machine
 */
export function ensurePackages(machine) {
  const reason = whyInstall(machine);
  if (reason) {
    machine.say(`${reason}: installing packages (npm ci)`);
    // npm replaces all of node_modules, the Node in it too: let neither npm nor the packages' scripts run on that one.
    // Loglevel and omit would otherwise be inherited from the `npm run -s` or the production environment around us.
    const env = { ...machine.env, PATH: withoutOwnBin(machine) };
    if (!machine.run('npm', ['ci', '--include=dev', '--loglevel=error'], env)) {
      throw new SetupError(
        'SW_SETUP_FAILED',
        'The packages could not be installed: `npm ci` failed.',
        'Read what npm says above; it needs the npm registry (or a proxy: npm config set proxy …) and a writable folder.',
      );
    }
  }
  const bin = join(machine.root, 'node_modules', '.bin', machine.platform === 'win32' ? 'node.cmd' : 'node');
  const major = Number(/^v(\d+)/.exec(machine.nodeVersion)?.[1]);
  if (!machine.isExecutable(bin) && major < oldestNode) {
    throw new SetupError(
      'SW_SETUP_FAILED',
      `Node ${machine.nodeVersion} is too old and the package "node" did not bring a newer one: its install script did not run.`,
      `Allow install scripts (npm config set ignore-scripts false) and run npm ci again, or use Node ${oldestNode} or newer.`,
    );
  }
}

/**
 * Why node_modules must be installed; null when it matches the lock file. Compares contents, not times: a checkout or a
 * copy changes times at will. npm keeps what it installed in node_modules/.package-lock.json; optional packages for other
 * systems are rightly absent there.
 *
 * @param {Machine} machine
 * @returns {string | null}
 */
export function whyInstall(machine) {
  const wanted = lockedPackages(machine.read(join(machine.root, 'package-lock.json')));
  if (!wanted) {
    throw new SetupError(
      'SW_SETUP_FAILED',
      'package-lock.json is missing or damaged.',
      'Restore it: git checkout package-lock.json',
    );
  }
  const installed = lockedPackages(machine.read(join(machine.root, 'node_modules', '.package-lock.json')));
  if (!installed) return 'no packages yet';
  const differs = [...wanted].some(([path, entry]) => {
    const present = installed.get(path);
    if (!present) return !entry.optional;
    return present.version !== entry.version || present.integrity !== entry.integrity;
  });
  const surplus = [...installed.keys()].some((path) => !wanted.has(path));
  return differs || surplus ? 'packages differ from the lock file' : null;
}

/**
 * @param {string | null} text
 * @returns {Map<string, { version?: string, integrity?: string, optional?: boolean }> | null}
 */
function lockedPackages(text) {
  try {
    const packages = JSON.parse(text ?? '').packages;
    return new Map(Object.entries(packages).filter(([path]) => path !== ''));
  } catch {
    return null;
  }
}

/**
 * The search path without this checkout's node_modules/.bin, which `npm run` puts in front.
 *
 * @param {Machine} machine
 */
function withoutOwnBin(machine) {
  const own = join(machine.root, 'node_modules');
  return (machine.env['PATH'] ?? machine.env['Path'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(own))
    .join(delimiter);
}
