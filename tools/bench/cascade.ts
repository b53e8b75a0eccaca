/**
 * How long the whole cascade takes for a script, in milliseconds: median, 95th percentile and most, and its stages' medians.
 *
 *     node tools/bench/cascade.ts [--json] [--workers N] [--corpus DIR [--every N]] [PATH…]
 *
 * One script after the other goes through an analyzer with its Workers warm; the first ones only warm it up. So the times are
 * how long one script takes from bytes to verdict when nothing else is asked for, not how many a second two cores get done.
 * Processor time is that of all threads, the engine's own (compiling, collecting garbage) included; it says more on a
 * machine that is busy otherwise.
 * With a corpus (docs/reference/corpus.md), its samples are measured instead of files, or every Nth of them.
 */
import { parseArgs } from 'node:util';
import { createAnalyzer } from '../../analyzer/index.ts';
import { readCorpus } from '../../cli/evaluate/corpus.ts';
import { benchInputs } from './bench-inputs.ts';
import { median } from './median.ts';

interface Input {
  path: string;
  text: string;
  media?: 'js' | 'html';
}

const { values, positionals } = parseArgs({
  options: {
    json: { type: 'boolean' },
    workers: { type: 'string', default: '2' },
    corpus: { type: 'string' },
    every: { type: 'string', default: '1' },
  },
  allowPositionals: true,
});
const warmUp = 20;
const analyzer = await createAnalyzer({ workers: Number(values.workers) });

interface Row {
  path: string;
  ms: number;
  processorMs: number;
  stages: Record<string, number>;
  partial: boolean;
}
const rows: Row[] = [];
for (const input of (await benchInputs(positionals)).slice(0, warmUp)) await judge(input);
for await (const input of inputs()) rows.push(await judge(input));
await analyzer.close();

async function judge({ path, text, media }: Input): Promise<Row> {
  const before = process.cpuUsage();
  const { analysis } = await analyzer.analyze({ path, bytes: Buffer.from(text), ...(media && { media }) });
  const { totalMs, ...stages } = analysis.timings;
  const { user, system } = process.cpuUsage(before);
  return { path, ms: totalMs, processorMs: (user + system) / 1000, stages, partial: analysis.partial };
}

async function* inputs(): AsyncGenerator<Input> {
  if (values.corpus === undefined) return yield* await benchInputs(positionals);
  let count = 0;
  for await (const { id, text, media } of readCorpus(values.corpus))
    if (count++ % Number(values.every) === 0) yield { path: id, text, media };
}

const sorted = rows.map(({ ms }) => ms).sort((one, other) => one - other);
const processorMs = rows.map((row) => row.processorMs).sort((one, other) => one - other);
const report = {
  scripts: rows.length,
  emulated: rows.filter(({ stages }) => 'emulationMs' in stages).length,
  opened: rows.filter(({ stages }) => 'deobfuscationMs' in stages).length,
  partial: rows.filter(({ partial }) => partial).length,
  medianMs: median(sorted),
  p95Ms: sorted[Math.floor(sorted.length * 0.95)],
  mostMs: sorted.at(-1),
  processorMedianMs: median(processorMs),
  processorP95Ms: processorMs[Math.floor(processorMs.length * 0.95)],
  aboveFiveSeconds: sorted.filter((ms) => ms > 5_000).length,
  slowest: [...rows].sort((one, other) => other.ms - one.ms).slice(0, 5),
};
if (values.json) console.log(JSON.stringify(report, null, 2));
else {
  for (const [name, value] of Object.entries(report))
    if (typeof value === 'number') console.log(`${name.padEnd(18)} ${Math.round(value * 10) / 10}`);
  for (const { path, ms } of report.slowest) console.log(`${Math.round(ms)} ms  ${path}`);
}
