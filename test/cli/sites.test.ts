import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSkimmers } from '../../samples/shop/skimmers.ts';
import type { CliResult } from './run-cli.ts';
import { runHere } from './run-here.ts';
import { serveSite, type TestSite } from './site-server.ts';

describe('sites', function () {
  this.timeout(60_000);
  let dir: string;
  let server: TestSite;
  const pages: Record<string, string> = {
    '/': '<title>Home</title><script src="/lib.js"></script>',
    '/lib.js': 'document.title = "Hello"',
  };
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sites-'));
    server = await serveSite(pages);
    await write('site.json', { name: 'shop', startUrls: [server.url], allowNetworks: ['127.0.0.0/8'] });
  });
  after(async () => {
    await server.close();
    await rm(dir, { recursive: true });
  });
  const write = (file: string, site: unknown): Promise<void> =>
    writeFile(join(dir, file), JSON.stringify(site));
  const run = (...args: string[]): Promise<CliResult> =>
    runHere(['sites', ...args], { cwd: dir, env: { DATABASE_URL: '' } });

  it('are added once, and replaced when asked', async () => {
    assert.match((await run('list')).stderr, /SW_STORE_NOT_FOUND/);
    assert.equal((await run('add', 'site.json')).status, 0);
    const again = await run('add', 'site.json');
    assert.deepEqual([again.status, again.stderr.includes('SW_STORE_CONFLICT')], [2, true]);
    const replace = ['add', 'site.json', '--replace', '--owner', 'Ann', '--retention'];
    assert.equal((await run(...replace, '30')).status, 2);
    assert.equal((await run(...replace, '800')).status, 0);
    const { stdout } = await run('list', '--format', 'jsonl');
    const { name, owner, retentionDays, lastCrawl } = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual([name, owner, retentionDays, lastCrawl], ['shop', 'Ann', 800, null]);
  });

  it('are crawled now: nothing found, then a script that turned malicious', async () => {
    const first = await run('run', 'shop', '--format', 'jsonl', '--quiet');
    assert.equal(first.status, 0, first.stderr);
    const crawl = JSON.parse(first.stdout) as Record<string, unknown>;
    assert.deepEqual([crawl.state, crawl.pages, crawl.scripts, crawl.changes], ['done', 1, 1, 0]);
    pages['/lib.js'] = loadSkimmers()[0]!.code;
    const second = await run('run', 'shop');
    assert.equal(second.status, 1, second.stderr);
    assert.match(second.stdout, /critical +verdict-changed .*lib\.js is malicious/);
    assert.match(second.stderr, /page 1/);
  });

  it('that cannot be reached end in a failed crawl and exit code 3', async () => {
    await write('gone.json', { name: 'gone', startUrls: ['http://does-not-exist.invalid/'] });
    await run('add', 'gone.json');
    const { status, stdout } = await run('run', 'gone');
    assert.equal(status, 3);
    assert.match(stdout, /gone: failed[\s\S]*crawl-failed/);
  });

  it('are removed with their history', async () => {
    assert.equal((await run('remove', 'gone')).status, 0);
    assert.equal((await run('run', 'gone')).status, 2);
  });

  it('need a name and start URLs', async () => {
    await write('nameless.json', { startUrls: [server.url] });
    for (const file of ['nameless.json', 'missing.json']) assert.equal((await run('add', file)).status, 2);
  });
});
