import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../../core/encoding/index.ts';
import { scanReport, siteReport, type Capture } from '../../core/schema/index.ts';
import { loadSkimmers } from '../../samples/shop/skimmers.ts';
import { receiptOf, sightingOf } from './render/builders.ts';
import { useMadeStore } from './made-store.ts';
import { runCli } from './run-cli.ts';

const skimmer = loadSkimmers()[0]!;
const time = '2026-01-02T03:04:05.000Z';

/** A capture of one page with one script, as a crawl would have written it. */
async function saveCapture(dir: string, code: string, overrides: Partial<Capture> = {}): Promise<void> {
  const hash = sha256(code);
  const saved: Capture = {
    schemaVersion: 1,
    tool: { version: '0.1.0', browser: 'Chrome/150', userAgent: 'test' },
    site: { name: 'shop', startUrls: ['https://shop.test/'], hosts: [] },
    state: 'done',
    startedAt: time,
    finishedAt: time,
    visits: [
      {
        id: 'v1',
        requestedUrl: 'https://shop.test/pay',
        url: 'https://shop.test/pay',
        start: true,
        outcome: 'ok',
        headers: [],
        redirects: [],
        frames: [],
        forms: [],
        connections: [],
        cookies: [],
        startedAt: time,
        durationMs: 1,
      },
    ],
    versions: [{ sha256: hash, bytes: Buffer.byteLength(code), media: 'js', file: `bodies/${hash}.js` }],
    sightings: [
      sightingOf({ sha256: hash, url: 'https://shop.test/lib.js', pageUrl: 'https://shop.test/pay' }),
    ],
    receipt: receiptOf(),
    ...overrides,
  };
  await mkdir(join(dir, 'bodies'), { recursive: true });
  await writeFile(join(dir, `bodies/${hash}.js`), code);
  await writeFile(join(dir, 'capture.json'), JSON.stringify(saved));
}

describe('report', () => {
  let dir: string;
  beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'report-'))));
  afterEach(() => rm(dir, { recursive: true }));

  const run = (...args: string[]) => runCli(['report', ...args], { cwd: dir });

  it('judges a saved capture and exits 1 for a finding', async () => {
    await saveCapture(dir, skimmer.code);
    const { status, stdout } = await run('.', '--format', 'json');
    assert.equal(status, 1);
    const [result] = scanReport.parse(JSON.parse(stdout)).results;
    assert.deepEqual([result!.path, result!.verdict], ['https://shop.test/lib.js', 'malicious']);
    assert.equal(result!.sightings.length, 1);
  });

  it('exits 0 for a clean one and 3 when it is not complete', async () => {
    await saveCapture(dir, 'document.title = "x";');
    assert.equal((await run('.')).status, 0);
    await saveCapture(dir, 'document.title = "x";', {
      state: 'incomplete',
      receipt: receiptOf({ complete: false }),
    });
    assert.equal((await run('.')).status, 3);
  });

  it('counts test data at a foreign host as a finding', async () => {
    const leak = {
      visitId: 'v1',
      field: 'card',
      host: 'e.test',
      url: 'https://e.test/',
      encoding: 'plain',
      via: 'fetch',
    };
    await saveCapture(dir, 'document.title = "x";', { canaryLeaks: [{ ...leak, expected: false }] });
    const { status, stdout } = await run('.');
    assert.equal(status, 1);
    assert.match(stdout, /Test data leaked/);
  });

  it('refuses a folder without a capture, and a damaged one, with exit code 2', async () => {
    assert.equal((await run('.')).status, 2);
    await saveCapture(dir, 'x');
    await writeFile(join(dir, 'capture.json'), '{"schemaVersion": 1');
    const { status, stderr } = await run('.');
    assert.equal(status, 2);
    assert.match(stderr, /\[SW_CAPTURE_INVALID\]/);
  });

  it('refuses a capture that lacks a body', async () => {
    await saveCapture(dir, 'x');
    await rm(join(dir, 'bodies'), { recursive: true });
    const { status, stderr } = await run('.');
    assert.equal(status, 2);
    assert.match(stderr, /\[SW_CAPTURE_INVALID\]/);
  });
});

describe('report of a site', () => {
  const made = useMadeStore();
  const period = ['--from', '2026-01-01', '--to', '2026-01-31'];

  it('tells a period in short, and writes JSON and a page', async () => {
    const files = ['--json', 'site.json', '--html', 'site.html'];
    const { status, stdout, stderr } = await made.run('report', '--site', 'shop', ...period, ...files);
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, /1 malicious script in this period/);
    const told = siteReport.parse(JSON.parse(await readFile(join(made.dir, 'site.json'), 'utf8')));
    assert.equal(told.summary.scripts.malicious, 1);
    assert.match(await readFile(join(made.dir, 'site.html'), 'utf8'), /^<!doctype html>/);
    const again = await made.run('report', '--site', 'shop', ...period, ...files);
    assert.deepEqual([again.status, again.stderr], [0, '']);
    const other = await made.run('report', '--site', 'shop', ...period, '--json', 'site.html');
    assert.deepEqual([other.status, other.stderr.includes('SW_OUTPUT_EXISTS')], [2, true]);
  });

  it('prints JSON', async () => {
    const { stdout } = await made.run('report', '--site', 'shop', ...period, '--format', 'json');
    assert.equal(siteReport.parse(JSON.parse(stdout)).cadence.crawls.length, 2);
  });

  for (const [what, args] of [
    ['a folder besides', ['.', '--site', 'shop']],
    ['SARIF', ['--site', 'shop', '--format', 'sarif']],
    ['a period that is none', ['--site', 'shop', '--from', 'soon']],
    ['a site that is none', ['--site', 'other']],
  ] as const) {
    it(`refuses ${what} with exit code 2`, async () => {
      assert.equal((await made.run('report', ...args)).status, 2);
    });
  }
});
