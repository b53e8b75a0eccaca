import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url));

/** What an administrator's requests carry. */
export const token = 'an-administrator-for-tests-0123456789';

/** The real command, started on a free port, and requests to it as its administrator. */
export interface RunningService {
  child: ChildProcess;
  url: string;
  /** What it has told on standard error so far. */
  log: () => string;
  /** The body of an answer, which must have this status. */
  get: (path: string, status?: number) => Promise<unknown>;
  post: (path: string, body: unknown, status: number) => Promise<unknown>;
  /** Sends a signal and waits for the end; the exit status. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/** Starts `serve` on a data folder; answers once it listens. It may reach loopback. */
export async function startServe(dataDir: string, env: Record<string, string> = {}): Promise<RunningService> {
  const child = spawn(process.execPath, [main, 'serve', '--port', '0', '--data', dataDir], {
    env: {
      ...process.env,
      DATABASE_URL: '',
      SCRIPTWARDEN_CONFIG: '',
      SCRIPTWARDEN_BOOTSTRAP_TOKEN: token,
      SCRIPTWARDEN_ALLOW_NETWORKS: '127.0.0.0/8,::1',
      ...env,
    },
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => void (log += chunk.toString()));
  let told = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    told += chunk.toString();
    if (told.includes('\n')) break;
  }
  const url = /listens on (\S+)\//.exec(told)?.[1];
  assert.ok(url, `${told}\n${log}`);
  const ask = async (path: string, status: number, init: RequestInit = {}): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}${path}`, { ...init, headers });
    const body: unknown = await response.json();
    assert.equal(response.status, status, `${path}: ${JSON.stringify(body)}\n${log}`);
    return body;
  };
  return {
    child,
    url,
    log: () => log,
    get: (path, status = 200) => ask(path, status),
    post: (path, body, status) => ask(path, status, { method: 'POST', body: JSON.stringify(body) }),
    async stop(signal = 'SIGTERM') {
      const ended = once(child, 'exit') as Promise<[number | null]>;
      child.kill(signal);
      return (await ended)[0];
    },
  };
}

/** Asks again and again until the answer is as wanted; gives up after any test's time. */
export async function until<Answer>(
  ask: () => Answer | Promise<Answer>,
  isWanted: (answer: Answer) => boolean,
): Promise<Answer> {
  const end = Date.now() + 180_000;
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (Date.now() > end) throw new Error(`never as wanted: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
