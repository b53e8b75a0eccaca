import { parseArgs } from 'node:util';
import { createAnalyzer } from '../../analyzer/index.ts';
import { seededRandom } from '../../models/training/generate/index.ts';
import { readCorpus } from '../train/corpus.ts';
import { changed, stripComments } from '../train/prepare.ts';
import type { Change, Sample } from '../train/sample.ts';

// What obfuscators, a minifier and splices into large scripts do to the verdicts of captured scripts.
//
//     node tools/bench/robustness.ts --corpus DIR [--malicious 34] [--benign 60]
//
// Malicious ones count only when they are found as they are; they may be rows the detector was trained on, so this measures
// what hides them, not what is known.

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    malicious: { type: 'string', default: '34' },
    benign: { type: 'string', default: '60' },
  },
});
if (!values.corpus) throw new TypeError('--corpus DIR is needed');

const analyzer = await createAnalyzer();
const table = new Map<string, Map<string, number>>();
const random = seededRandom(7);
const scripts = (await readCorpus(values.corpus, 'corpus')).filter(
  ({ media, text }) => media === 'js' && text.length > 200,
);
const wanted = ['magecart', 'malware-injection', 'cryptomining'];
const malicious = random.some(
  scripts.filter(({ kind, text }) => wanted.includes(kind) && text.length < 20_000),
  Number(values.malicious),
);
const benign = random.some(
  scripts.filter(({ label, text }) => label === 'benign' && text.length < 25_000),
  Number(values.benign),
);
const hosts = scripts.filter(
  ({ label, text }) => label === 'benign' && text.length > 100_000 && text.length < 350_000,
);

for (const [index, sample] of benign.entries()) {
  for (const strength of [0, 2])
    await note(`benign, obfuscated (${strength})`, sample, { kind: 'obfuscate', seed: index, strength });
}
for (const [index, sample] of malicious.entries()) {
  if ((await verdictOf(stripComments(sample.text))) !== 'malicious') continue;
  for (const strength of [0, 1, 2])
    await note(`malicious, obfuscated (${strength})`, sample, { kind: 'obfuscate', seed: index, strength });
  await note('malicious, minified', sample, { kind: 'minify', tool: 'terser' });
  for (const at of ['start', 'middle', 'end'] as const) {
    const guest = stripComments(sample.text);
    const host = random.pick(hosts);
    await note(`malicious, spliced (${at})`, host, { kind: 'splice', guest, at, seed: index, minify: false });
  }
}
await analyzer.close();
for (const [row, verdicts] of [...table].sort())
  console.log(
    row.padEnd(30),
    [...verdicts]
      .sort()
      .map(([verdict, count]) => `${verdict} ${count}`)
      .join(', '),
  );

async function note(row: string, { text }: Sample, change: Change): Promise<void> {
  const other = changed(stripComments(text), change);
  if (other === null) return;
  const verdict = await verdictOf(other);
  const verdicts = table.get(row) ?? new Map<string, number>();
  table.set(row, verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1));
}

async function verdictOf(text: string): Promise<string> {
  const { analysis } = await analyzer.analyze({ path: 'a.js', bytes: Buffer.from(text), media: 'js' });
  return analysis.verdict;
}
