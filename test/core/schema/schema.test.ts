import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { analysisReport, capture, scanReport, siteFile } from '../../../core/schema/index.ts';
import { publishedSchemas } from '../../../core/schema/publish.ts';
import { evidenceOf, receiptOf, sightingOf, skimmerOf } from '../../cli/render/builders.ts';

const { sightings, ...analysis } = skimmerOf({ evidence: [evidenceOf({ steps: [{ message: 'read' }] })] });
const time = '2026-01-02T03:04:05.678Z';
const captured = {
  schemaVersion: 1,
  tool: { version: '0.1.0', browser: 'Chrome/150', userAgent: 'x' },
  site: { name: 'shop', startUrls: ['http://shop.localhost/'], hosts: [] },
  state: 'done',
  startedAt: time,
  finishedAt: time,
  visits: [],
  versions: [{ sha256: analysis.sha256, bytes: 1, media: 'js', file: `bodies/${analysis.sha256}.js` }],
  sightings: [sightingOf()],
  receipt: receiptOf(),
};

describe('schemas', () => {
  it('take what they describe', () => {
    analysisReport.parse({
      schemaVersion: 1,
      complete: true,
      results: [{ ...analysis, scripts: [analysis] }],
    });
    const result = { ...analysis, sightings };
    scanReport.parse({ schemaVersion: 1, complete: true, results: [result], receipt: receiptOf() });
    capture.parse(captured);
  });

  const wrongAnalyses: [string, object][] = [
    ['a score of 0', { scores: { ...analysis.scores, magecart: 0 } }],
    ['a score with a fraction', { scores: { ...analysis.scores, magecart: 1.5 } }],
    ['an unknown verdict', { verdict: 'fine' }],
    ['an unknown category', { category: 'adware' }],
    ['line 0', { evidence: [evidenceOf({ location: { line: 0, column: 1 } })] }],
    ['an endless excerpt', { evidence: [evidenceOf({ snippet: 'x'.repeat(401) })] }],
    ['a hash in capitals', { sha256: analysis.sha256.toUpperCase() }],
    ['a field it does not know', { surprise: true }],
  ];
  for (const [what, change] of wrongAnalyses) {
    it(`refuse an analysis with ${what}`, () => {
      const results = [{ ...analysis, ...change }];
      assert.equal(analysisReport.safeParse({ schemaVersion: 1, complete: true, results }).success, false);
    });
  }

  const wrongCaptures: [string, object][] = [
    ['another version', { schemaVersion: 2 }],
    ['a time without zone', { startedAt: '2026-01-02T03:04:05' }],
    ['an unknown state', { state: 'ok' }],
    ['no receipt', { receipt: undefined }],
    ['a negative count', { receipt: receiptOf({ targets: { attached: -1, failed: 0 } }) }],
    ['an unknown kind of sighting', { sightings: [{ ...sightingOf(), kind: 'magic' }] }],
  ];
  for (const [what, change] of wrongCaptures) {
    it(`refuse a capture with ${what}`, () => {
      assert.equal(capture.safeParse({ ...captured, ...change }).success, false);
    });
  }

  it('fill in what a site file leaves out', () => {
    const site = siteFile.parse({ startUrls: ['https://shop.example/'] });
    assert.deepEqual(
      [site.budgets.pages, site.budgets.seconds, site.hosts, site.allowNetworks],
      [20, 600, [], []],
    );
  });

  const wrongSites: [string, object][] = [
    ['no start URL', { startUrls: [] }],
    ['a start URL of another scheme', { startUrls: ['file:///etc/passwd'] }],
    ['a misspelt field', { startURLs: ['https://shop.example/'] }],
    ['no pages at all', { budgets: { pages: 0 } }],
    ['a proxy of another scheme', { proxy: 'socks5://x' }],
  ];
  for (const [what, change] of wrongSites) {
    it(`refuse a site file with ${what}`, () => {
      assert.equal(siteFile.safeParse({ startUrls: ['https://shop.example/'], ...change }).success, false);
    });
  }
});

describe('published schemas', () => {
  const folder = new URL('../../../docs/reference/schemas/', import.meta.url);

  it('are what the code checks; npm run schemas writes them', async () => {
    const schemas = publishedSchemas();
    assert.deepEqual((await readdir(folder)).sort(), Object.keys(schemas).sort());
    for (const [name, schema] of Object.entries(schemas)) {
      const published: unknown = JSON.parse(await readFile(new URL(name, folder), 'utf8'));
      assert.deepEqual(published, JSON.parse(JSON.stringify(schema)), name);
    }
  });
});
