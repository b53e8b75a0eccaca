import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lib, useHistory } from './history.ts';

describe('feeds', function () {
  this.timeout(60_000);
  const history = useHistory();

  it('adds a list from a file, finds it in what is stored, and lets go of it again', async () => {
    const file = join(history.dir, 'bad.txt');
    await writeFile(file, `# what we know\n${lib.url}\nco.uk\n`);
    const added = await history.run('feeds', 'add', 'ours', file);
    assert.equal(added.status, 0, added.stderr);
    assert.match(added.stdout, /ours +critical +1 +1 too-broad \(line 3\)/);
    const changes = await history.lines('changes', '--site', 'shop', '--severity', 'critical');
    assert.ok(changes.some((one) => one.kind === 'feed-match'));
    const asked = await history.run('feeds', 'check', lib.url, 'good.example');
    assert.deepEqual([asked.status, asked.stdout.includes('hxxps')], [1, true]);
    assert.equal((await history.run('feeds', 'check', 'good.example')).status, 0);
    await writeFile(file, 'other.example\n');
    assert.equal((await history.run('feeds', 'refresh', 'ours', file)).status, 0);
    assert.equal((await history.run('feeds', 'check')).status, 0);
    const [listed] = await history.lines('feeds', 'list');
    assert.deepEqual([listed?.name, listed?.entries], ['ours', 1]);
    assert.equal((await history.run('feeds', 'remove', 'ours')).status, 0);
    assert.match((await history.run('feeds', 'list')).stdout, /No threat feeds/);
  });

  it('refuses what it cannot take', async () => {
    assert.equal((await history.run('feeds', 'add', 'x')).status, 2);
    assert.equal((await history.run('feeds', 'add', 'x', join(history.dir, 'missing.txt'))).status, 2);
    assert.equal((await history.run('feeds', 'refresh', 'unknown')).status, 2);
    assert.match((await history.run('feeds', 'list')).stdout, /No threat feeds/);
  });
});
