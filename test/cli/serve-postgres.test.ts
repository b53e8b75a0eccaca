import assert from 'node:assert/strict';
import { onEveryDatabase } from '../server/store/databases.ts';
import { runCli } from './run-cli.ts';

onEveryDatabase('serve beside another server', function (databases) {
  const env = {
    SCRIPTWARDEN_CONFIG: '',
    SCRIPTWARDEN_SECRET_KEY: 'dGhpcyBpcyBvbmx5IGEga2V5IGZvciB0ZXN0cyEhISE=',
  };

  /** Runs a server, and something beside it as soon as it listens. */
  async function serving(
    databaseUrl: string,
    beside: (url: string) => Promise<void>,
  ): Promise<number | null> {
    const used: Promise<void>[] = [];
    const { status, stderr } = await runCli(['serve', '--port', '0', '--no-worker'], {
      env: { ...env, DATABASE_URL: databaseUrl },
      onStart: (child) => {
        child.stdout.on('data', (chunk: Buffer) => {
          const url = /listens on (\S+)/.exec(chunk.toString())?.[1];
          if (url) used.push(beside(url).finally(() => child.kill('SIGTERM')));
        });
      },
    });
    await Promise.all(used);
    assert.equal(used.length, 1, stderr);
    return status;
  }

  // On SQLite the other one is refused, which serve.test.ts tests.
  if (databases.kind === 'sqlite') return;

  it('shares PostgreSQL with it, and needs a key there', async function () {
    this.timeout(60_000);
    const address = await databases.address();
    assert.ok('databaseUrl' in address);
    const first = await serving(address.databaseUrl, async () => {
      const second = await serving(address.databaseUrl, async (url) => {
        assert.equal((await fetch(`${url}readyz`)).status, 200);
      });
      assert.equal(second, 0);
    });
    assert.equal(first, 0);
    const { status, stderr } = await runCli(['serve', '--port', '0', '--no-worker'], {
      env: { ...env, DATABASE_URL: address.databaseUrl, SCRIPTWARDEN_SECRET_KEY: '' },
    });
    assert.deepEqual([status, stderr.includes('SW_SECRET_KEY_MISSING')], [4, true], stderr);
  });
});
