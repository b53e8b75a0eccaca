import { fileURLToPath } from 'node:url';

/** Everything a command asks of the world around it. */
export interface Io {
  /** Writes to standard output; waits while the reader is slow. */
  readonly write: (text: string) => Promise<void>;
  /** Writes one line to standard error. */
  readonly log: (line: string) => void;
  /** Writes to standard error as it is, for lines that are rewritten. */
  readonly logRaw: (text: string) => void;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** Aborted by the first Ctrl-C, or when nobody reads standard output any more. */
  readonly signal: AbortSignal;
  readonly stdout: Terminal;
  readonly stderr: Terminal;
}

export interface Terminal {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
}

/** Folder of the checkout, or of the same tree in an installed package: where package.json, models/ and samples/ lie. */
export const packageRoot: string = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The caller's folder. `npm run` moves to the package's folder and leaves the caller's in INIT_CWD; a command that was
 * started elsewhere merely inherited that variable and must not follow it.
 */
export function callerFolder(
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
  root: string = packageRoot,
): string {
  const initial = env.INIT_CWD;
  return initial && withoutTrailingSlash(cwd) === withoutTrailingSlash(root) ? initial : cwd;
}

function withoutTrailingSlash(path: string): string {
  return path.replace(/[\\/]$/, '');
}
