import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useHistory } from './history.ts';

describe('restore', function () {
  this.timeout(30_000);
  const history = useHistory();

  it('makes a new store that holds everything', async () => {
    await history.run('backup', 'all.backup', '--portable');
    assert.equal((await history.run('restore', 'all.backup', '--data', 'again')).status, 0);
    assert.deepEqual(await history.lines('changes', '--data', 'again'), await history.lines('changes'));
  });

  it('never overwrites a store, and refuses what is no backup', async () => {
    await history.run('backup', 'copy.backup');
    assert.equal((await history.run('restore', 'copy.backup')).status, 2);
    await writeFile(join(history.dir, 'not.backup'), 'hello');
    const { status, stderr } = await history.run('restore', 'not.backup', '--data', 'other');
    assert.deepEqual([status, stderr.includes('SW_BACKUP_INVALID')], [2, true]);
  });
});
