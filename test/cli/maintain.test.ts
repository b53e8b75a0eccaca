import assert from 'node:assert/strict';
import { join } from 'node:path';
import { choresOf } from '../../server/jobs/index.ts';
import { openStore } from '../../server/store/index.ts';
import { useHistory } from './history.ts';

describe('maintain', function () {
  this.timeout(30_000);
  const history = useHistory();

  it('does the chores, tells one that fails and does the others', async () => {
    const names = choresOf().map(({ name }) => name);
    const done = await history.lines('maintain');
    assert.deepEqual(
      done.map(({ chore }) => chore),
      names,
    );
    assert.ok(done.every((one) => one.done));
    const store = await openStore({ dataDir: join(history.dir, 'scriptwarden-data') });
    await store.db.updateTable('crawls').set({ finished_at: 1 }).execute();
    await store.db.updateTable('pages').set({ last_crawl_id: null }).execute();
    const { id } = await store.db.selectFrom('sites').select('id').executeTakeFirstOrThrow();
    // The sum of a month that somebody edited.
    await store.db.insertInto('months').values({ site_id: id, month: '1970-01', summary: '{' }).execute();
    await store.close();
    const { status, stdout, stderr } = await history.run('maintain');
    assert.deepEqual([status, /^retention +retention: shop: /m.test(stdout)], [4, true], stdout);
    assert.match(stderr, /shop: .*JSON/);
    assert.match(stdout, /gone-pages +done/);
  });
});
