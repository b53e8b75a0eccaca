/**
 * Median time to infer one script, in milliseconds: alone, and its share of a batch.
 *
 *     node tools/bench/inference.ts [--json] [--rounds N] [--batch N] [PATH…]
 */
import { parseArgs } from 'node:util';
import { ofSourceOnly } from '../../analyzer/features.ts';
import { loadDetector } from '../../analyzer/model/index.ts';
import { parseScript } from '../../analyzer/parse/index.ts';
import { collectFacts } from '../../analyzer/static/facts.ts';
import { extractFeatures } from '../../analyzer/static/features/index.ts';
import { benchInputs } from './bench-inputs.ts';
import { median } from './median.ts';

const { values, positionals } = parseArgs({
  options: {
    json: { type: 'boolean' },
    rounds: { type: 'string', default: '200' },
    batch: { type: 'string', default: '32' },
  },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
const batchSize = Number(values.batch);
const detector = await loadDetector();
const inputs = (await benchInputs(positionals)).filter(({ text }) => text.length < 1_000_000);
const vectors = inputs.map(({ text }) =>
  ofSourceOnly(extractFeatures(collectFacts(text, parseScript(text)))),
);
const at = (index: number): Float32Array => vectors[index % vectors.length]!;

// The engine and the model's memory warm up first.
for (let index = 0; index < 50; index++) await detector.infer([at(index)]);

const alone: number[] = [];
const batched: number[] = [];
for (let round = 0; round < rounds; round++) {
  const start = performance.now();
  await detector.infer([at(round)]);
  const between = performance.now();
  await detector.infer(Array.from({ length: batchSize }, (_, index) => at(round + index)));
  const end = performance.now();
  alone.push(between - start);
  batched.push((end - between) / batchSize);
}
await detector.close();

const result = {
  model: detector.version,
  medianMs: median(alone),
  medianMsInBatch: median(batched),
  batch: batchSize,
};
if (values.json) console.log(JSON.stringify(result));
else {
  console.log(`model ${result.model}: ${result.medianMs.toFixed(4)} ms a script at the median,`);
  console.log(`${result.medianMsInBatch.toFixed(4)} ms in batches of ${batchSize} (${rounds} rounds)`);
}
