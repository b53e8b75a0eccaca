import assert from 'node:assert/strict';
import { useHistory } from './history.ts';

describe('approvals', function () {
  this.timeout(30_000);
  const history = useHistory();

  it('lists the decisions in force, and ends one', async () => {
    const [approval] = await history.lines('approve', '--vendor', 'Tags.example', '--reject');
    const found = await history.lines('approvals', '--site', 'shop');
    assert.deepEqual(
      found.map(({ scope, target, decision }) => [scope, target, decision]),
      [['vendor', 'tags.example', 'rejected']],
    );
    assert.deepEqual(await history.lines('approvals', '--end', approval!.id as string), []);
    assert.equal((await history.run('approvals', '--end', approval!.id as string)).status, 2);
  });
});
