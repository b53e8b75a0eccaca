import assert from 'node:assert/strict';
import { change } from '../../core/schema/index.ts';
import { lib, useHistory } from './history.ts';

describe('changes', function () {
  this.timeout(30_000);
  const history = useHistory();

  it('lists all, newest first, as the schema says', async () => {
    const found = (await history.lines('changes', '--site', 'shop')).map((line) => change.parse(line));
    const verdict = found.find((one) => one.kind === 'verdict-changed');
    assert.deepEqual([verdict?.severity, verdict?.subject.url, verdict?.crawl], ['critical', lib.url, '2']);
  });

  it('lists those after a crawl or a time', async () => {
    assert.ok((await history.lines('changes', '--site', 'shop', '--since', '1')).length > 0);
    assert.deepEqual(await history.lines('changes', '--site', 'shop', '--since', '2'), []);
    assert.deepEqual(await history.lines('changes', '--since', '2999-01-01T00:00:00Z'), []);
  });

  it('shows hosts of findings so that nobody clicks them', async () => {
    const { stdout } = await history.run('changes', '--site', 'shop', '--severity', 'critical');
    assert.match(stdout, /critical +verdict-changed .*malicious/);
    assert.match(stdout, /\[\.\]/);
  });

  it('refuses a crawl that is not there and what is no time', async () => {
    assert.equal((await history.run('changes', '--since', '99')).status, 2);
    assert.equal((await history.run('changes', '--since', 'yesterday')).status, 2);
  });
});
