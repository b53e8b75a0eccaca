/**
 * How long the whole cascade takes for a script, in milliseconds: median, 95th percentile and most, and its stages' medians.
 *
 *     node tools/bench/cascade.ts [--json] [--workers N] [PATH…]
 *
 * One script after the other goes through an analyzer with its Workers warm, as in a scan; the first ones only warm it up.
 */
import { parseArgs } from 'node:util';
import { createAnalyzer } from '../../analyzer/index.ts';
import { benchInputs } from './bench-inputs.ts';
import { median } from './median.ts';

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean' }, workers: { type: 'string', default: '2' } },
  allowPositionals: true,
});
const inputs = await benchInputs(positionals);
const analyzer = await createAnalyzer({ workers: Number(values.workers) });
for (const { path, text } of inputs.slice(0, 10)) await analyzer.analyze({ path, bytes: Buffer.from(text) });

const rows: { path: string; ms: number; emulated: boolean; opened: boolean; partial: boolean }[] = [];
for (const { path, text } of inputs) {
  const { analysis } = await analyzer.analyze({ path, bytes: Buffer.from(text) });
  const { totalMs, emulationMs, deobfuscationMs } = analysis.timings;
  const { partial } = analysis;
  rows.push({
    path,
    ms: totalMs,
    emulated: emulationMs !== undefined,
    opened: deobfuscationMs !== undefined,
    partial,
  });
}
await analyzer.close();

const sorted = rows.map(({ ms }) => ms).sort((one, other) => one - other);
const report = {
  scripts: rows.length,
  emulated: rows.filter(({ emulated }) => emulated).length,
  opened: rows.filter(({ opened }) => opened).length,
  partial: rows.filter(({ partial }) => partial).length,
  medianMs: median(sorted),
  p95Ms: sorted[Math.floor(sorted.length * 0.95)],
  mostMs: sorted.at(-1),
  slowest: [...rows].sort((one, other) => other.ms - one.ms).slice(0, 5),
};
if (values.json) console.log(JSON.stringify(report, null, 2));
else {
  for (const [name, value] of Object.entries(report))
    if (typeof value === 'number') console.log(`${name.padEnd(10)} ${Math.round(value * 10) / 10}`);
  for (const { path, ms } of report.slowest) console.log(`${Math.round(ms)} ms  ${path}`);
}
