import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { Connection, PipeTransport } from '../protocol/index.ts';
import { browserFlags, type FlagOptions } from './flags.ts';
import { makeProfile, type Profile } from './profile.ts';
import { unprivilegedUser, type BrowserUser } from './user.ts';

/** A started browser that answers. */
export interface LaunchedBrowser {
  connection: Connection;
  sandbox: 'full' | 'none';
  /** Stops the browser with all its processes and removes its profile. Never rejects, always ends. */
  close: () => Promise<void>;
}

export type LaunchOptions = Omit<FlagOptions, 'userDataDir' | 'sandbox'> & { executable: string };

interface Attempt {
  user: BrowserUser | null;
  sandbox: 'full' | 'none';
}

const startDeadlineMs = 30_000;

/**
 * Starts a browser with a profile of its own: sandboxed and, for root, as an unprivileged user. Where the system
 * allows no sandbox (some containers), the same without one; as root only when nothing else starts.
 *
 * @throws ScriptwardenError SW_BROWSER_FAILED with the browser's last words
 */
export async function launchBrowser(options: LaunchOptions): Promise<LaunchedBrowser> {
  const user = unprivilegedUser();
  const attempts: Attempt[] = [
    { user, sandbox: 'full' },
    { user, sandbox: 'none' },
    ...(user ? [{ user: null, sandbox: 'none' } as const] : []),
  ];
  let lastWords = '';
  for (const attempt of attempts) {
    const outcome = await tryToLaunch(options, attempt);
    if (typeof outcome !== 'string') return outcome;
    lastWords = outcome;
  }
  throw new ScriptwardenError('SW_BROWSER_FAILED', {
    message: `The browser ${options.executable} did not start: ${lastWords || 'it said nothing'}`,
    fix: 'Start it by hand to see why; missing system libraries and too little memory are the usual causes.',
  });
}

/** The browser, or its last words. */
async function tryToLaunch(
  options: LaunchOptions,
  { user, sandbox }: Attempt,
): Promise<LaunchedBrowser | string> {
  const profile = await makeProfile(user);
  const flags = browserFlags({ ...options, userDataDir: profile.userDataDir, sandbox });
  const child = spawn(options.executable, [...flags, '--remote-debugging-pipe', 'about:blank'], {
    // Its own process group, so that Ctrl-C in a terminal reaches us first and all helpers die with it.
    detached: process.platform !== 'win32',
    cwd: profile.home,
    env: { ...browserEnvironment(), HOME: profile.home, TMPDIR: profile.home },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    ...(user ?? {}),
  });
  const lastWords = collectLastWords(child);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const close = () => stop(child, exited, profile);
  // Fails at once when the program cannot be started at all; 'exited' tells.
  if (child.pid === undefined) {
    await exited;
    await close();
    return lastWords();
  }
  const [, , , toBrowser, fromBrowser] = child.stdio as unknown as [null, null, Readable, Writable, Readable];
  const connection = new Connection(new PipeTransport(toBrowser, fromBrowser));
  void exited.then(() => connection.close());
  try {
    await connection.post('', 'Browser.getVersion', {}, startDeadlineMs);
    return { connection, sandbox, close };
  } catch {
    await close();
    return lastWords();
  }
}

/** Only what a browser needs: tokens and keys of our own environment are none of its business. */
function browserEnvironment(): NodeJS.ProcessEnv {
  const kept = [
    'PATH',
    'LANG',
    'LC_ALL',
    'TZ',
    'LD_LIBRARY_PATH',
    'FONTCONFIG_PATH',
    'FONTCONFIG_FILE',
    'SystemRoot',
  ];
  return Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

function collectLastWords(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-2000);
  });
  child.once('error', (error) => {
    text += error.message;
  });
  return () => text.trim().split('\n').slice(-5).join(' | ');
}

async function stop(child: ChildProcess, exited: Promise<void>, profile: Profile): Promise<void> {
  killGroup(child);
  await Promise.race([exited, new Promise((resolve) => setTimeout(resolve, 5000).unref())]);
  await profile.remove();
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
