import assert from 'node:assert/strict';
import { useHistory } from './history.ts';

describe('crawls', function () {
  this.timeout(30_000);
  const history = useHistory();

  it('lists the crawls, newest first', async () => {
    const found = await history.lines('crawls', '--site', 'shop');
    assert.deepEqual(
      found.map(({ id, state, number }) => [id, state, number]),
      [
        ['2', 'done', 2],
        ['1', 'done', 1],
      ],
    );
    assert.equal((await history.lines('crawls', '--limit', '1')).length, 1);
  });

  it('does not cancel one that is over', async () => {
    const { status, stderr } = await history.run('crawls', '--cancel', '1');
    assert.deepEqual([status, stderr.includes('SW_STORE_CONFLICT')], [2, true]);
  });
});
