import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url));

/** A service to measure, in a process of its own. */
export interface Measured {
  url: string;
  /** What requests must carry. */
  headers: Record<string, string>;
  /** Resident memory, in MiB; null where /proc is not there. */
  memory: () => Promise<number | null>;
  /** Processor time used since its start, in milliseconds; null where /proc is not there. */
  processorMs: () => Promise<number | null>;
  stop: () => Promise<void>;
}

const token = 'bench-bench-bench-0123456789';

/**
 * Starts the real command on a data folder whose administrator it makes: a store that had a first start before cannot be
 * measured. Nothing limits how often one user may ask.
 * @param nodeArgs e.g. `--cpu-prof`
 */
export async function startMeasured(dataDir: string, nodeArgs: readonly string[] = []): Promise<Measured> {
  const child = spawn(
    process.execPath,
    [...nodeArgs, main, 'serve', '--port', '0', '--no-worker', '--data', dataDir],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        DATABASE_URL: '',
        SCRIPTWARDEN_CONFIG: '',
        SCRIPTWARDEN_BOOTSTRAP_TOKEN: token,
        SCRIPTWARDEN_LIMITS_REQUESTS_PER_MINUTE: '10000000',
        SCRIPTWARDEN_LOG_LEVEL: 'warn',
      },
    },
  );
  let told = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    told += chunk.toString();
    if (told.includes('\n')) break;
  }
  const url = /listens on (\S+)\//.exec(told)?.[1];
  if (url === undefined) throw new Error('the service did not start');
  return {
    url,
    headers: { authorization: `Bearer ${token}` },
    async processorMs() {
      const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8').catch(() => '');
      // After the name in brackets; fields 14 and 15 of proc(5), in hundredths of a second.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return stat === '' ? null : (Number(fields[11]) + Number(fields[12])) * 10;
    },
    async memory() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
      const match = /VmRSS:\s+(\d+) kB/.exec(status);
      return match ? Math.round(Number(match[1]) / 1024) : null;
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
