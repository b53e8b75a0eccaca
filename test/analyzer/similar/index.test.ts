import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { minify } from 'terser';
import { createAnalyzer, type Analyzer } from '../../../analyzer/index.ts';
import { similarTo } from '../../../analyzer/similar/index.ts';
import { familiesFile } from '../../../tools/families.ts';

const sample = (name: string): Promise<string> =>
  readFile(new URL(`../../../samples/scripts/${name}.js`, import.meta.url), 'utf8');

describe('similarTo', () => {
  it('names the family of a sample whose names and hosts were changed', async () => {
    const text = await sample('magecart/keylogger-buffer-xhr');
    const { code } = await minify(text, { mangle: { toplevel: true }, compress: false });
    const [nearest] = similarTo(code!.replaceAll('.invalid', '.example'));
    assert.equal(nearest!.family, 'magecart/keylogger-buffer-xhr');
    assert.ok(nearest!.similarity > 0.6, String(nearest!.similarity));
  });

  it('names none for honest scripts', async () => {
    for (const name of ['heatmap-clicks', 'copy-to-clipboard', 'client-side-encryption'])
      assert.deepEqual(similarTo(await sample(`benign/${name}`)), []);
  });

  it('names none for what is too short', () => assert.deepEqual(similarTo('a();'), []));

  it('knows all our samples as they are', async () => {
    const shipped = await readFile(new URL('../../../models/families.json', import.meta.url), 'utf8');
    assert.equal(shipped, await familiesFile(), 'node tools/families.ts writes it');
  });
});

describe('similar', () => {
  let analyzer: Analyzer;
  before(async () => {
    analyzer = await createAnalyzer({ workers: 1 });
  });
  after(() => analyzer.close());

  it('stands in the analysis of a finding', async () => {
    const bytes = Buffer.from(await sample('magecart/keylogger-buffer-xhr'));
    const { analysis } = await analyzer.analyze({ path: 'a.js', bytes });
    assert.equal(analysis.similar?.[0]?.family, 'magecart/keylogger-buffer-xhr');
    assert.equal(analysis.similar[0].similarity, 1);
  });
});
