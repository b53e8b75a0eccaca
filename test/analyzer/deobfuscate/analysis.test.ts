import assert from 'node:assert/strict';
import { createAnalyzer, type Analyzer } from '../../../analyzer/index.ts';
import { analysis as analysisSchema, type Analysis } from '../../../core/schema/index.ts';
import { obfuscate, settings, skimmer } from './samples.ts';

const hidden = obfuscate(skimmer, settings['a list in RC4, shuffled and rotated']!);

describe('analysis of obfuscated scripts', () => {
  let analyzer: Analyzer;
  before(async () => {
    analyzer = await createAnalyzer({ workers: 1 });
  });
  after(() => analyzer.close());
  const analyse = async (path: string, content: string): Promise<Analysis> => {
    const { analysis } = await analyzer.analyze({ path, bytes: Buffer.from(content) });
    return analysisSchema.parse(analysis);
  };

  it('names fields and host that the script hides, at a place of the script', async () => {
    const { behaviour, evidence, timings } = await analyse('a.js', hidden);
    assert.ok(behaviour.fields.includes('#cc-number'));
    assert.ok(behaviour.hosts.includes('stats.invalid'));
    const reason = evidence.find(({ message }) => message.startsWith('In decoded code: '));
    assert.equal(reason!.host, 'stats.invalid');
    assert.ok(reason!.location.line === 1 && reason!.location.column <= hidden.length);
    assert.ok(timings.deobfuscationMs! > 0);
  });

  it('finds the place in a page', async () => {
    const before = '<!doctype html>\n<p>Checkout</p>\n<script>';
    const { evidence } = await analyse('a.html', `${before}${hidden}</script>`);
    const reason = evidence.find(({ host }) => host === 'stats.invalid');
    assert.equal(reason?.location.line, 3);
    assert.ok(reason.location.column > '<script>'.length);
  });

  it('finds what is appended to an honest script, and places it there', async () => {
    const honest = 'export function add(a, b) {\n  return a + b;\n}\n';
    const { evidence } = await analyse('a.js', `${honest}${hidden}`);
    assert.ok(evidence.find(({ host }) => host === 'stats.invalid')!.location.line >= 4);
  });

  it('costs nothing where there are no signs', async () => {
    const { timings, evidence } = await analyse('a.js', skimmer);
    assert.equal(timings.deobfuscationMs, undefined);
    assert.ok(evidence.every(({ message }) => !message.startsWith('In decoded code')));
  });

  it('is the same every time', async () => {
    const [one, other] = [await analyse('a.js', hidden), await analyse('a.js', hidden)];
    assert.deepEqual({ ...one, timings: {} }, { ...other, timings: {} });
  });
});
