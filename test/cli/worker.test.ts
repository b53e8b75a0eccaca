import assert from 'node:assert/strict';
import { useHistory } from './history.ts';
import { runCli } from './run-cli.ts';

describe('worker', function () {
  this.timeout(30_000);
  const history = useHistory();

  it('works until it is stopped, alone on its data folder', async () => {
    const second: Promise<unknown>[] = [];
    const { status, stderr } = await runCli(['worker'], {
      cwd: history.dir,
      env: { DATABASE_URL: '' },
      onStart: (child) => {
        let told = '';
        child.stderr.on('data', (chunk: Buffer) => {
          told += chunk.toString();
          if (!told.includes('is ready') || second.length > 0) return;
          second.push(
            history.run('worker').then((other) => {
              child.kill('SIGTERM');
              return [other.status, other.stderr.includes('SW_STORE_IN_USE')];
            }),
          );
        });
      },
    });
    assert.deepEqual(await Promise.all(second), [[4, true]]);
    assert.equal(status, 0, stderr);
  });
});
