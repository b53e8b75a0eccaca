import assert from 'node:assert/strict';
import { join } from 'node:path';
import { listAudit, openStore } from '../../server/store/index.ts';
import { useHistory } from './history.ts';

describe('users', function () {
  this.timeout(30_000);
  const history = useHistory();

  it('adds somebody and prints the link by which they choose a password', async () => {
    const { status, stdout } = await history.run('users', 'add', 'Ann', '--role', 'admin');
    assert.equal(status, 0);
    assert.match(stdout, /^ann chooses a password here.*\nhttp:\/\/127\.0\.0\.1:8080\/link\/[\w-]{43}\n$/);
    const [ann] = await history.lines('users', 'list');
    assert.deepEqual([ann!.name, ann!.role, ann!.hasPassword], ['ann', 'admin', false]);
    assert.equal((await history.run('users', 'add', 'ann')).status, 2);
    assert.equal((await history.run('users', 'add', 'no blanks')).status, 2);
  });

  it('gives and takes roles, on every site and on one', async () => {
    await history.run('users', 'add', 'ben', '--site', 'shop=viewer');
    const [ben] = await history.lines('users', 'role', 'ben', '--site', 'shop=analyst');
    assert.deepEqual([ben!.role, ben!.sites], [null, [{ site: '1', name: 'shop', role: 'analyst' }]]);
    assert.equal((await history.lines('users', 'role', 'BEN', '--role', 'viewer'))[0]!.role, 'viewer');
    assert.equal((await history.run('users', 'role', 'ben', '--site', 'nowhere=admin')).status, 2);
    assert.equal((await history.run('users', 'role', 'ben', '--site', 'shop=emperor')).status, 2);
    assert.match((await history.run('users', 'list')).stdout, /ben +viewer +shop: analyst/);
  });

  it('makes a link for a forgotten password; each ends the one before', async () => {
    const [first] = await history.lines('users', 'reset', 'ben');
    const [second] = await history.lines('users', 'reset', 'ben');
    assert.notEqual(first!.link, second!.link);
    assert.equal((await history.run('users', 'reset', 'nobody')).status, 2);
  });

  it('removes users, but not the last administrator, and tells the audit log', async () => {
    assert.equal((await history.run('users', 'remove', 'ben')).status, 0);
    const { status, stderr } = await history.run('users', 'remove', 'ann');
    assert.deepEqual([status, stderr.includes('SW_STORE_CONFLICT')], [2, true]);
    const store = await openStore({ dataDir: join(history.dir, 'scriptwarden-data') });
    const { items } = await listAudit(store.db);
    await store.close();
    assert.deepEqual(
      [items[0]!.action, items[0]!.actor.kind, items[0]!.object?.name],
      ['users.delete', 'command', 'ben'],
    );
  });
});
