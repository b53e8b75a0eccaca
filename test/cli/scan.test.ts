import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture, scanReport } from '../../core/schema/index.ts';
import { loadSkimmers } from '../../samples/shop/skimmers.ts';
import { runCli } from './run-cli.ts';
import { serveSite, type TestSite } from './site-server.ts';

const skimmer = loadSkimmers()[0]!;

describe('scan', function () {
  this.timeout(60_000);
  let dir: string;
  let site: TestSite;
  before(async () => {
    site = await serveSite({
      '/': '<title>Home</title><script>document.title = "Home!"</script><a href="/pay">pay</a>',
      '/pay': '<title>Pay</title><form><input id="x"></form><script src="/lib.js"></script>',
      '/lib.js': skimmer.code,
      '/hang': null,
    });
  });
  after(() => site.close());
  beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'scan-'))));
  afterEach(() => rm(dir, { recursive: true }));

  it('follows links, judges what it finds and keeps the capture when asked', async () => {
    const { status, stdout, stderr } = await runCli(['scan', site.url, '--format', 'json', '--out', 'kept'], {
      cwd: dir,
    });
    assert.equal(status, 1, stderr);
    const report = scanReport.parse(JSON.parse(stdout));
    assert.equal(report.receipt.pages.visited, 2);
    const worst = report.results[0]!;
    assert.deepEqual([worst.verdict, worst.path], ['malicious', `${site.url}lib.js`]);
    assert.equal(worst.sightings[0]!.pageUrl, `${site.url}pay`);
    assert.match(stderr, /page .*\/pay/);
    capture.parse(JSON.parse(await readFile(join(dir, 'kept/capture.json'), 'utf8')));
    assert.deepEqual(await readdir(dir), ['kept']);
  });

  it('takes the site file: URLs and budgets', async () => {
    const siteFile = { startUrls: [site.url], budgets: { pages: 1 }, allowNetworks: ['127.0.0.0/8'] };
    await writeFile(join(dir, 'site.json'), JSON.stringify(siteFile));
    const { status, stdout } = await runCli(
      ['scan', '--site', 'site.json', '--quiet', '--json', 'out.json'],
      { cwd: dir },
    );
    assert.equal(status, 0);
    assert.match(stdout, /1 script: 0 malicious/);
    const report = scanReport.parse(JSON.parse(await readFile(join(dir, 'out.json'), 'utf8')));
    assert.deepEqual([report.complete, report.receipt.pages.notVisited], [true, 1]);
  });

  it('does not let a site file reach loopback unless it says so', async () => {
    await writeFile(join(dir, 'site.json'), JSON.stringify({ startUrls: [site.url] }));
    const { status, stdout } = await runCli(['scan', '--site', 'site.json'], { cwd: dir });
    assert.equal(status, 3);
    assert.match(stdout, /failed, nothing was reached/);
  });

  it('exits 3 when the host cannot be reached, with a receipt that says so', async () => {
    const { status, stdout } = await runCli(['scan', 'http://does-not-exist.invalid/'], { cwd: dir });
    assert.equal(status, 3);
    assert.match(stdout, /Receipt: failed, nothing was reached/);
    assert.match(stdout, /does-not-exist\.invalid/);
  });

  it('stops at Ctrl-C with what there is, and exits 130', async () => {
    const { status, stdout } = await runCli(['scan', site.url, `${site.url}hang`, '--format', 'json'], {
      cwd: dir,
      onStart: (child) => {
        let told = '';
        child.stderr.on('data', (chunk: Buffer) => {
          told += chunk.toString();
          if (/page .*127/.test(told) && !child.killed) child.kill('SIGINT');
        });
      },
    });
    assert.equal(status, 130);
    assert.equal(scanReport.parse(JSON.parse(stdout)).complete, false);
  });

  it('refuses what is not a URL with exit code 2', async () => {
    const { status, stderr } = await runCli(['scan', 'shop.example'], { cwd: dir });
    assert.equal(status, 2);
    assert.match(stderr, /\[SW_URL_INVALID\]\n {2}fix: .*https:\/\/shop\.example/);
  });

  it('refuses a bad site file with exit code 2', async () => {
    await writeFile(join(dir, 'site.json'), '{"startUrls": []}');
    const { status, stderr } = await runCli(['scan', '--site', 'site.json'], { cwd: dir });
    assert.equal(status, 2);
    assert.match(stderr, /\[SW_SITE_INVALID\]/);
  });

  it('refuses an unknown shop with exit code 2', async () => {
    const { status, stderr } = await runCli(['scan', '--shop', 'bakery'], { cwd: dir });
    assert.equal(status, 2);
    assert.match(stderr, /bakery[\s\S]*clean, infected/);
  });

  it('refuses --shop beside a URL', async () => {
    const { status } = await runCli(['scan', site.url, '--shop', 'clean'], { cwd: dir });
    assert.equal(status, 2);
  });

  it('says when there is no browser, with exit code 4', async () => {
    const env = { PUPPETEER_EXECUTABLE_PATH: '/nowhere/chrome' };
    const { status, stdout, stderr } = await runCli(['scan', site.url, '--format', 'json'], {
      cwd: dir,
      env,
    });
    assert.deepEqual([status, stdout], [4, '']);
    assert.equal(
      (JSON.parse(stderr.trim().split('\n').at(-1)!) as { error: { code: string } }).error.code,
      'SW_BROWSER_MISSING',
    );
  });
});
