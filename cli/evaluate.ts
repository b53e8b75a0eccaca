import { Option } from 'commander';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Analyzer } from '../analyzer/analyzer.ts';
import type { Analysis } from '../core/schema/index.ts';
import { ScriptwardenError } from '../core/errors/index.ts';
import { compareWith, earlierEvaluation, type EarlierEvaluation } from './evaluate/compare.ts';
import { readCorpus } from './evaluate/corpus.ts';
import type { Destination } from './evaluate/destination.ts';
import { memoryWarning, type Evaluation } from './evaluate/evaluation.ts';
import { readFeedback } from './evaluate/feedback.ts';
import { figuresOf } from './evaluate/figures.ts';
import { choose } from './evaluate/random.ts';
import { renderEvaluation } from './evaluate/render.ts';
import {
  disguisesFor,
  measureRobustness,
  planRobustness,
  type RobustnessRow,
} from './evaluate/robustness.ts';
import { judgedOf, labels, type Judged, type Sample } from './evaluate/sample.ts';
import type { CliCommand } from './support/command.ts';
import type { ExitStatus } from './support/exit-status.ts';
import { inOrder } from './support/in-order.ts';
import type { Io } from './support/io.ts';
import { inFlight } from './support/judge.ts';
import { progressOf } from './support/judging.ts';
import { wholeNumber } from './support/options.ts';
import { openOutput } from './support/outputs.ts';
import type { Progress } from './support/progress.ts';
import { reportWidth, toJson } from './support/report-writer.ts';
import { version } from './support/version.ts';

interface Options {
  corpus: string;
  format: 'text' | 'json';
  json?: string;
  model?: string;
  workers?: number;
  sample?: number;
  seed: number;
  robustness?: number | true;
  compare?: string;
  feedback?: string;
  quiet?: true;
}

const robustnessSamples = 60;

/** `evaluate`: how well a detector does on labelled scripts. */
export const evaluate = {
  name: 'evaluate',
  add(program, { io, finish }) {
    program
      .command('evaluate')
      .description('measure the detector on labelled scripts: recall, false positives, calibration')
      .requiredOption('--corpus <dir>', 'folder of *.jsonl.gz files, or one folder for each label')
      .addOption(
        new Option('--format <format>', 'what goes to standard output')
          .choices(['text', 'json'])
          .default('text'),
      )
      .option('--json <file>', 'also write figures and every verdict to a file')
      .option('--compare <file>', 'earlier --json file: what this run gains and loses, script by script')
      .option('--feedback <file>', 'scripts that people called wrong, with what they are; reported apart')
      .option('--sample <n>', 'at most so many samples of each label, chosen by the seed', wholeNumber)
      .option('--seed <n>', 'for choices and intervals', wholeNumber, 11)
      .option(
        '--robustness [n]',
        `also disguise so many samples of each side (${robustnessSamples})`,
        wholeNumber,
      )
      .option('--model <file>', 'detector to use instead of the bundled one')
      .option('--workers <n>', 'analysis threads (default: one per processor)', wholeNumber)
      .option('--quiet', 'no progress on standard error')
      .action(async (options: Options) => finish(await runCommand(options, io)));
  },
} satisfies CliCommand;

async function runCommand(options: Options, io: Io): Promise<ExitStatus> {
  const dir = resolve(io.cwd, options.corpus);
  const { seed } = options;
  const inputs = [options.compare, options.feedback, options.model].filter((path) => path !== undefined);
  const output =
    options.json === undefined
      ? null
      : await openOutput(options.json, io.cwd, { option: '--json', kind: 'evaluation', inputs });
  const earlier = options.compare === undefined ? null : await readEarlier(options.compare, io.cwd);
  const marked =
    options.feedback === undefined
      ? null
      : await readFeedback(resolve(io.cwd, options.feedback), new Date().toISOString().slice(0, 10));
  const progress = progressOf(options, io);
  const { createAnalyzer } = await import('../analyzer/index.ts');
  const { destinationOf } = await import('./evaluate/destination.ts');
  const analyzer = await createAnalyzer({
    workers: options.workers ?? Math.min(4, availableParallelism()),
    // For what was decoded and requested, in which hosts may stand.
    explain: true,
    ...(options.model !== undefined && { modelPath: resolve(io.cwd, options.model) }),
  });
  try {
    const judge = judgeWith(analyzer, destinationOf, io.signal);
    const chosen = options.sample === undefined ? null : await chooseIds(dir, options.sample, seed);
    const sizes = new Map<string, number>();
    const rows: Judged[] = [];
    let model = 'unknown';
    const work = async (sample: Sample): Promise<Judged> => {
      sizes.set(sample.id, sample.text.length);
      const { judged, modelVersion } = await judge(sample);
      model = modelVersion;
      return judged;
    };
    for await (const row of inOrder(samplesOf(dir, chosen), work, inFlight, io.signal)) {
      rows.push(row);
      progress.current(`judged ${rows.length} …`);
      if (rows.length % 500 === 0) progress.line(`judged ${rows.length}`);
    }
    const feedback: Judged[] = [];
    const judgeMarked = async (sample: Sample): Promise<Judged> => (await judge(sample)).judged;
    for await (const row of inOrder(marked?.samples ?? [], judgeMarked, inFlight, io.signal))
      feedback.push(row);
    const wanted = options.robustness === true ? robustnessSamples : options.robustness;
    const robustness =
      wanted === undefined || io.signal.aborted
        ? null
        : await testRobustness(
            dir,
            sizes,
            rows,
            wanted,
            seed,
            async (sample) => (await judge(sample)).judged,
            progress,
          );
    progress.clear();
    const found: Evaluation = {
      schemaVersion: 1,
      at: new Date().toISOString(),
      tool: version,
      model,
      seed,
      sample: options.sample ?? null,
      warning: memoryWarning,
      complete: !io.signal.aborted,
      figures: figuresOf(rows, seed),
      robustness,
      comparison: earlier && compareWith(rows, earlier),
      feedback: marked && { expired: marked.expired, rows: feedback },
      rows,
    };
    await output?.write(toJson(found));
    await io.write(options.format === 'json' ? toJson(found) : renderEvaluation(found, reportWidth(io)));
    return found.complete ? 0 : 3;
  } finally {
    await analyzer.close();
  }
}

type Judge = (sample: Sample) => Promise<{ judged: Judged; modelVersion: string }>;

function judgeWith(
  analyzer: Analyzer,
  destinationOf: (sample: Sample, analysis: Analysis) => Destination,
  signal: AbortSignal,
): Judge {
  return async (sample) => {
    const input = { path: sample.id, bytes: Buffer.from(sample.text), media: sample.media };
    const { analysis } = await analyzer.analyze(input, signal);
    return {
      judged: judgedOf(sample, analysis, destinationOf(sample, analysis)),
      modelVersion: analysis.model.version,
    };
  };
}

/** Ids of at most so many samples of each label: reads the corpus once, keeping no text. */
async function chooseIds(dir: string, most: number, seed: number): Promise<Set<string>> {
  const all: Pick<Sample, 'id' | 'label'>[] = [];
  for await (const { id, label } of readCorpus(dir)) all.push({ id, label });
  const ids = labels.flatMap((label) =>
    choose(
      all.filter((one) => one.label === label),
      most,
      seed,
      ({ id }) => id,
    ),
  );
  return new Set(ids.map(({ id }) => id));
}

async function* samplesOf(dir: string, ids: ReadonlySet<string> | null): AsyncGenerator<Sample> {
  for await (const sample of readCorpus(dir)) if (!ids || ids.has(sample.id)) yield sample;
}

async function testRobustness(
  dir: string,
  sizes: ReadonlyMap<string, number>,
  rows: readonly Judged[],
  most: number,
  seed: number,
  judge: (sample: Sample) => Promise<Judged>,
  progress: Progress,
): Promise<RobustnessRow[]> {
  const { chosen, host } = planRobustness(sizes, rows, most, seed);
  const ids = new Set([...chosen.map(({ id }) => id), ...(host === null ? [] : [host])]);
  const samples = new Map<string, Sample>();
  for await (const sample of samplesOf(dir, ids)) samples.set(sample.id, sample);
  const pairs = chosen.map((before) => ({ before, sample: samples.get(before.id)! }));
  const disguises = await disguisesFor(host === null ? null : samples.get(host)!.text, seed);
  return measureRobustness(pairs, disguises, judge, (done, total) =>
    progress.line(`robustness ${done}/${total}`),
  );
}

async function readEarlier(path: string, cwd: string): Promise<EarlierEvaluation> {
  try {
    return earlierEvaluation.parse(JSON.parse(await readFile(resolve(cwd, path), 'utf8')));
  } catch (cause) {
    throw new ScriptwardenError('SW_CORPUS_INVALID', {
      message: `"${path}" is no evaluation that evaluate --json wrote.`,
      fix: 'Give --compare a file written by an earlier run with --json.',
      cause,
    });
  }
}
