/**
 * How long static analysis and inference take, as a multiple of `acorn.parse` alone over the same scripts in the same run.
 *
 *     node tools/bench/static.ts [--json] [--rounds N] [PATH…]
 *
 * Each script is parsed and analysed in turn, several rounds; the fastest round of each counts, because whatever else the
 * machine does only ever makes a round slower. The first round, in which the engine still compiles our code, is dropped.
 * Garbage is collected before each of the two, so that neither pays for what the other left behind.
 */
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parse } from 'acorn';
import { ofSourceOnly } from '../../analyzer/features.ts';
import { parseScript } from '../../analyzer/parse/index.ts';
import { bundledModelPath, loadDetector } from '../../analyzer/model/index.ts';
import { analyseFlow } from '../../analyzer/static/flow/index.ts';
import { collectFacts } from '../../analyzer/static/facts.ts';
import { extractFeatures } from '../../analyzer/static/features/index.ts';
import { benchInputs, type BenchInput } from './bench-inputs.ts';

interface Times {
  parse: number;
  ourParse: number;
  facts: number;
  flow: number;
  features: number;
  inference: number;
}

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean' }, rounds: { type: 'string', default: '5' } },
  allowPositionals: true,
});
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const detector = await loadDetector(bundledModelPath).catch(() => null);
const inputs = (await benchInputs(positionals)).flatMap((input) => {
  const sourceType = sourceTypeOf(input.text);
  return sourceType ? [{ ...input, sourceType }] : [];
});
const rows = new Map<BenchInput, Times>();
for (let round = 0; round <= Number(values.rounds); round++) {
  for (const input of inputs) {
    const times = await measure(input.text, input.sourceType);
    const best = rows.get(input);
    if (round === 0) continue;
    rows.set(input, best ? fastest(best, times) : times);
  }
}
report();
await detector?.close();

/** Which of the two the text is; found out beforehand, so that the baseline parses every script once. */
function sourceTypeOf(text: string): 'script' | 'module' | null {
  for (const sourceType of ['script', 'module'] as const) {
    try {
      parse(text, { ecmaVersion: 'latest', sourceType });
      return sourceType;
    } catch {
      // Not that kind of script; the other is tried, and what is neither is left out.
    }
  }
  return null;
}

async function measure(text: string, sourceType: 'script' | 'module'): Promise<Times> {
  collectGarbage();
  const start = performance.now();
  parse(text, { ecmaVersion: 'latest', sourceType });
  const alone = performance.now() - start;
  collectGarbage();
  const parsed = performance.now();
  const program = parseScript(text);
  const ourParse = performance.now();
  const facts = collectFacts(text, program);
  const collected = performance.now();
  const vector = ofSourceOnly(extractFeatures(facts));
  const extracted = performance.now();
  await detector?.infer([vector]);
  const inferred = performance.now();
  // Following flows is a part of the facts; done once more, it tells its share.
  if (facts.tree && facts.scopes) analyseFlow(facts.tree, text, facts.scopes);
  const flow = performance.now() - inferred;
  return {
    parse: alone,
    ourParse: ourParse - parsed,
    facts: collected - ourParse,
    flow,
    features: extracted - collected,
    inference: inferred - extracted,
  };
}

function fastest(one: Times, other: Times): Times {
  return {
    parse: Math.min(one.parse, other.parse),
    ourParse: Math.min(one.ourParse, other.ourParse),
    facts: Math.min(one.facts, other.facts),
    flow: Math.min(one.flow, other.flow),
    features: Math.min(one.features, other.features),
    inference: Math.min(one.inference, other.inference),
  };
}

function report(): void {
  const total: Times = { parse: 0, ourParse: 0, facts: 0, flow: 0, features: 0, inference: 0 };
  for (const times of rows.values()) {
    for (const key of Object.keys(total) as (keyof Times)[]) total[key] += times[key];
  }
  const ratio = (total.ourParse + total.facts + total.features + total.inference) / total.parse;
  const characters = inputs.reduce((sum, { text }) => sum + text.length, 0);
  if (values.json) {
    console.log(
      JSON.stringify({
        scripts: inputs.length,
        characters,
        ratio,
        ratioWithoutFlow: ratio - total.flow / total.parse,
        milliseconds: total,
        withModel: detector !== null,
      }),
    );
    return;
  }
  const line = (part: string, ms: number): void => {
    console.log(
      `${part.padEnd(30)} ${ms.toFixed(1).padStart(9)} ms  ${(ms / total.parse).toFixed(2).padStart(5)}`,
    );
  };
  line('acorn.parse alone', total.parse);
  line('our parse', total.ourParse);
  line('tables, scopes, hashes', total.facts - total.flow);
  line('following flows', total.flow);
  line('features', total.features);
  line(detector ? 'inference' : 'inference (no model)', total.inference);
  console.log(`${inputs.length} scripts, ${characters} characters: ${ratio.toFixed(2)} times acorn.parse,`);
  console.log(`${(ratio - total.flow / total.parse).toFixed(2)} without following flows`);
}
