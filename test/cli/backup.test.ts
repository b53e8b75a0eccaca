import assert from 'node:assert/strict';
import { useHistory } from './history.ts';

describe('backup', function () {
  this.timeout(30_000);
  const history = useHistory();

  it('writes one file, in either form', async () => {
    for (const form of [[], ['--portable']]) {
      const { status, stdout } = await history.run('backup', `store${form.length}.backup`, ...form);
      assert.equal(status, 0);
      assert.match(stdout, /Backup written to/);
    }
  });

  it('says when there is no store, and when it cannot write', async () => {
    const { status, stderr } = await history.run('backup', 'x', '--data', 'nowhere');
    assert.deepEqual([status, stderr.includes('SW_STORE_NOT_FOUND')], [2, true]);
    assert.equal((await history.run('backup', 'no/such/folder/x')).status, 4);
  });
});
