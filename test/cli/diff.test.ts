import assert from 'node:assert/strict';
import { join } from 'node:path';
import { MadeSite } from '../server/pipeline/site.ts';
import { lib, skimmer, useHistory } from './history.ts';

describe('diff', function () {
  this.timeout(30_000);
  const history = useHistory();
  const page = { url: 'https://shop.example/', scripts: [lib] };

  before(async () => {
    const site = new MadeSite();
    const save = (name: string): Promise<unknown> =>
      site.crawl({ site: {} as never, outDir: join(history.dir, name), baseDir: '' });
    site.show(page);
    await save('old');
    site.show({ ...page, scripts: [{ ...lib, body: `/* later */ ${lib.body}` }] });
    await save('same');
    site.show({ ...page, scripts: [skimmer] });
    await save('bad');
  });

  it('tells what changed and exits 1 when a script turned malicious', async () => {
    const { status, stdout, stderr } = await history.run('diff', 'old', 'bad', '--format', 'jsonl');
    assert.equal(status, 1, stderr);
    const kinds = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
    assert.deepEqual(kinds.sort(), ['script-behaviour', 'verdict-changed']);
  });

  it('exits 0 when nothing bad is new', async () => {
    const [cosmetic] = await history.lines('diff', 'old', 'same');
    assert.deepEqual([cosmetic!.kind, cosmetic!.severity], ['script-cosmetic', 'info']);
    assert.match((await history.run('diff', 'bad', 'bad')).stdout, /No changes/);
  });

  it('wants two captures', async () => {
    const { status, stderr } = await history.run('diff', 'old', 'nowhere');
    assert.deepEqual([status, stderr.includes('SW_CAPTURE_INVALID')], [2, true]);
  });
});
