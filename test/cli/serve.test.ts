import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCli, type CliResult } from './run-cli.ts';

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

describe('serve', function () {
  this.timeout(30_000);
  let dir: string;
  beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'scriptwarden-serve-'))));
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const env = { DATABASE_URL: '', SCRIPTWARDEN_CONFIG: '' };
  const plain = ['serve', '--port', '0', '--no-worker'];

  /** Runs it, does something once it is ready, and stops it. */
  async function run(
    args: readonly string[],
    use: (url: string) => Promise<unknown>,
    options: { signal?: NodeJS.Signals; env?: Record<string, string> } = {},
  ): Promise<CliResult> {
    const used: Promise<unknown>[] = [];
    const result = await runCli(args, {
      cwd: dir,
      env: { ...env, ...options.env },
      onStart: (child) => {
        let told = '';
        child.stdout.on('data', (chunk: Buffer) => {
          told += chunk.toString();
          const url = /listens on (\S+)/.exec(told)?.[1];
          if (url === undefined || used.length > 0) return;
          used.push(use(url).finally(() => child.kill(options.signal ?? 'SIGTERM')));
        });
      },
    });
    await Promise.all(used);
    assert.equal(used.length, 1, result.stderr);
    return result;
  }

  it('answers until SIGTERM, and exits 0', async () => {
    const { status, stderr } = await run([...plain, '--data', 'data'], async (url) => {
      assert.deepEqual(await (await fetch(`${url}healthz`)).json(), { status: 'ok' });
      const ready = await fetch(`${url}readyz`);
      assert.equal(ready.status, 200, await ready.text());
    });
    assert.equal(status, 0, stderr);
    for (const line of stderr.trim().split('\n')) assert.ok('level' in (JSON.parse(line) as object), line);
  });

  it('exits 130 after Ctrl-C', async () => {
    const { status } = await run(plain, () => Promise.resolve(), { signal: 'SIGINT' });
    assert.equal(status, 130);
  });

  it('ends with the npm that started it', async function () {
    if (process.platform === 'win32') this.skip();
    const command = [process.execPath, main, ...plain].map((word) => `'${word}'`).join(' ');
    const shell = spawn('sh', ['-c', `${command}; :`], {
      cwd: dir,
      env: { ...process.env, ...env, npm_lifecycle_event: 'start' },
    });
    let told = '';
    shell.stderr.on('data', (chunk: Buffer) => void (told += chunk.toString()));
    shell.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('listens on')) shell.kill('SIGTERM');
    });
    await once(shell, 'close');
    assert.match(told, /has stopped/);
  });

  it('is the only server on its data folder', async () => {
    await run(plain, async () => {
      const { status, stderr } = await runCli(plain, { cwd: dir, env });
      assert.equal(status, 4);
      assert.match(stderr, /SW_STORE_IN_USE/);
    });
  });

  it('exits 4 when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      const { status, stderr } = await runCli(['serve', '--port', String(port)], { cwd: dir, env });
      assert.equal(status, 4);
      assert.match(stderr, /SW_LISTEN_FAILED/);
    } finally {
      other.close();
    }
  });

  it('tells a fault that nobody foresaw, and exits 4', async () => {
    const fault = `const timer = setInterval(() => {
      if (process.listenerCount('uncaughtException') === 0) return;
      clearInterval(timer);
      throw new Error('boom');
    }, 10)`;
    const { status, stderr } = await runCli(plain, {
      cwd: dir,
      env: { ...env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}` },
    });
    assert.equal(status, 4, stderr);
    assert.match(stderr, /"level":"fatal".*boom/);
  });

  it('exits 2 for a setting that is wrong, and names it', async () => {
    await writeFile(join(dir, 'c.json'), '{"prot": 1}');
    const file = await runCli(['serve', '--config', 'c.json'], { cwd: dir, env });
    assert.equal(file.status, 2);
    assert.match(file.stderr, /no setting prot; did you mean port\? \[SW_CONFIG_INVALID\]/);
    const typed = await runCli(['serve', '--port', '70000'], { cwd: dir, env });
    assert.deepEqual([typed.status, typed.stderr.includes('SW_USAGE')], [2, true]);
  });

  it('prints the settings in force without secrets', async () => {
    const { status, stdout, stderr } = await runCli(['serve', '--print-config', '--host', '::1'], {
      cwd: dir,
      env: { ...env, SCRIPTWARDEN_BOOTSTRAP_TOKEN: 'correct-horse-battery', SCRIPTWARDEN_PORT: '7' },
    });
    assert.equal(status, 0, stderr);
    const shown = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual([shown.host, shown.port, shown.bootstrapToken], ['::1', 7, '[set]']);
    assert.ok(!stdout.includes('correct-horse'));
  });
});
