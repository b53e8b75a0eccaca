import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change } from '../../core/schema/index.ts';
import { startShop, type Shop } from '../../samples/shop/index.ts';
import { runHere } from '../cli/run-here.ts';

/** The shop at three moments on one port, watched from the command line: nothing is put in for the real parts. */
describe('the sample shop over time', function () {
  this.timeout(120_000);
  let dir: string;
  let shop: Shop;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'shop-history-'));
    shop = await startShop({ clean: true });
    const site = {
      name: 'shop',
      startUrls: [shop.url],
      allowNetworks: ['127.0.0.0/8'],
      budgets: { pages: 5 },
    };
    await writeFile(join(dir, 'site.json'), JSON.stringify(site));
  });
  after(async () => {
    await shop.close();
    await rm(dir, { recursive: true });
  });
  const run = (...args: string[]): ReturnType<typeof runHere> =>
    runHere(args, { cwd: dir, env: { DATABASE_URL: '' } });

  it('is quiet while clean, and names each script that turned on the card form', async () => {
    assert.equal((await run('sites', 'add', 'site.json')).status, 0);
    const first = await run('sites', 'run', 'shop', '--quiet');
    assert.equal(first.status, 0, first.stderr);
    const { port, skimmers } = shop;
    assert.deepEqual(skimmers, []);
    await shop.close();
    shop = await startShop({ port });
    const second = await run('sites', 'run', 'shop', '--quiet');
    assert.equal(second.status, 1, second.stderr);
    const { stdout } = await run('changes', '--site', 'shop', '--since', '1', '--format', 'jsonl');
    const told = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Change);
    const accused = told.filter((change) => change.kind === 'verdict-changed');
    assert.equal(accused.length, shop.skimmers.length);
    assert.ok(accused.every((change) => change.severity === 'critical' && change.evidence.length > 0));
    assert.ok(accused.some((change) => change.subject.url?.includes('quarry.js')));
    const { stdout: quiet } = await run('changes', '--since', '2', '--format', 'jsonl');
    assert.equal(quiet, '');
  });
});
