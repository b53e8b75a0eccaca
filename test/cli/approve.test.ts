import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useHistory } from './history.ts';

describe('approve', function () {
  this.timeout(30_000);
  const history = useHistory();

  it('decides on a script with owner, purpose, reason and end', async () => {
    const [approval] = await history.lines(
      ...[
        'approve',
        '--script',
        '2',
        '--owner',
        'Ann',
        '--purpose',
        'cart',
        '--by',
        'Bo',
        '--until',
        '2999-01-01',
      ],
    );
    const { decision, scope, owner, purpose, decidedBy, expiresAt, behaviour } = approval!;
    assert.deepEqual(
      [decision, scope, owner, purpose, decidedBy, expiresAt, behaviour !== null],
      ['approved', 'script', 'Ann', 'cart', 'Bo', '2999-01-01T00:00:00.000Z', true],
    );
  });

  it('takes a false positive only with structure, reason and end', async () => {
    const [script] = await history.lines('scripts', '--site', 'shop', '--host', 'cdn.example');
    const structure = ['--structure', script!.structureHash as string, '--false-positive'];
    assert.equal((await history.run('approve', ...structure)).status, 2);
    assert.equal((await history.run('approve', '--host', 'a.example', '--false-positive')).status, 2);
    const said = ['--until', '2999-01-01', '--justification', 'our own test'];
    const [approval] = await history.lines('approve', ...structure, ...said);
    assert.equal(approval!.decision, 'false-positive');
    const start = ['--structure', (script!.structureHash as string).slice(0, 12), '--false-positive'];
    const [again] = await history.lines('approve', ...start, ...said);
    assert.equal(again!.target, script!.structureHash);
    assert.equal((await history.run('approve', '--structure', '000000000000')).status, 2);
  });

  it('imports what a scan saw, but nothing malicious', async () => {
    await writeFile(join(history.dir, 'fine.js'), 'function next(a) { return a + 1 }');
    await writeFile(join(history.dir, 'empty.js'), '');
    await history.run('analyze', 'fine.js', 'empty.js', '--quiet', '--json', 'scan.json');
    const approved = await history.lines('approve', '--site', 'shop', '--from', 'scan.json');
    assert.deepEqual(
      approved.map(({ scope, decision }) => [scope, decision]),
      [['structure', 'approved']],
    );
    assert.deepEqual(await history.lines('approve', '--site', 'shop', '--from', 'scan.json'), []);
  });

  it('wants exactly one thing to decide on', async () => {
    assert.equal((await history.run('approve')).status, 2);
    assert.equal((await history.run('approve', '--host', 'a.example', '--vendor', 'b.example')).status, 2);
    assert.equal((await history.run('approve', '--script', '999')).status, 2);
    assert.equal((await history.run('approve', '--host', 'a.example', '--until', '2001-01-01')).status, 2);
  });
});
