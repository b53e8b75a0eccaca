import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

  it('takes the place of an earlier backup, of either form, and of nothing else', async () => {
    for (const form of [[], ['--portable']]) {
      assert.equal((await history.run('backup', 'nightly', ...form)).status, 0);
      assert.equal((await history.run('backup', 'nightly')).status, 0);
      assert.equal((await history.run('backup', 'nightly', '--portable')).status, 0);
    }
    await writeFile(join(history.dir, 'shop.json'), '{"name": "shop"}');
    const database = join('scriptwarden-data', 'scriptwarden.db');
    for (const file of ['shop.json', database]) {
      const before = await readFile(join(history.dir, file));
      const { status, stderr } = await history.run('backup', file);
      assert.equal(status, 2);
      assert.match(stderr, /\[SW_OUTPUT_EXISTS\]/);
      assert.ok(before.equals(await readFile(join(history.dir, file))));
    }
  });

  it('says when there is no store, and when it cannot write', async () => {
    const { status, stderr } = await history.run('backup', 'x', '--data', 'nowhere');
    assert.deepEqual([status, stderr.includes('SW_STORE_NOT_FOUND')], [2, true]);
    assert.equal((await history.run('backup', 'no/such/folder/x')).status, 4);
  });
});
