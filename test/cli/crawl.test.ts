import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture } from '../../core/schema/index.ts';
import { runCli } from './run-cli.ts';
import { serveSite, type TestSite } from './site-server.ts';

describe('crawl', function () {
  this.timeout(60_000);
  let dir: string;
  let site: TestSite;
  before(async () => void (site = await serveSite({ '/': '<script>window.seen = 1</script>' })));
  after(() => site.close());
  beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'crawl-'))));
  afterEach(() => rm(dir, { recursive: true }));

  it('writes the capture and its bodies, and tells where', async () => {
    const { status, stdout } = await runCli(['crawl', site.url, '--out', 'here'], { cwd: dir });
    assert.equal(status, 0);
    assert.match(stdout, /Receipt: complete[\s\S]*Saved in here/);
    const saved = capture.parse(JSON.parse(await readFile(join(dir, 'here/capture.json'), 'utf8')));
    assert.deepEqual(
      (await readdir(join(dir, 'here/bodies'))).map((name) => `bodies/${name}`).sort(),
      saved.versions.map(({ file }) => file).sort(),
    );
  });

  it('prints the capture with --format json', async () => {
    const { stdout } = await runCli(['crawl', site.url, '--out', 'here', '--format', 'json'], { cwd: dir });
    assert.equal(capture.parse(JSON.parse(stdout)).state, 'done');
  });

  it('exits 3 when nothing was reached', async () => {
    const { status } = await runCli(['crawl', 'http://does-not-exist.invalid/', '--out', 'here'], {
      cwd: dir,
    });
    assert.equal(status, 3);
    assert.equal(
      capture.parse(JSON.parse(await readFile(join(dir, 'here/capture.json'), 'utf8'))).state,
      'failed',
    );
  });

  it('refuses a folder it cannot write to with exit code 4', async () => {
    await writeFile(join(dir, 'file'), '');
    const { status, stderr } = await runCli(['crawl', site.url, '--out', 'file/below'], { cwd: dir });
    assert.equal(status, 4);
    assert.match(stderr, /\[SW_OUTPUT_UNWRITABLE\]/);
  });

  it('needs a URL or a site file', async () => {
    const { status, stderr } = await runCli(['crawl', '--out', 'here'], { cwd: dir });
    assert.equal(status, 2);
    assert.match(stderr, /No start URL/);
  });
});
