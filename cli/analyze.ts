import type { Analyzer } from '../analyzer/analyzer.ts';
import { ScriptwardenError } from '../core/errors/index.ts';
import { analysis as analysisSchema, analysisReport, type Analysis } from '../core/schema/index.ts';
import type { CliCommand } from './support/command.ts';
import { describeError } from './support/errors.ts';
import { decisiveStatus, isFinding, type ExitStatus } from './support/exit-status.ts';
import { inOrder } from './support/in-order.ts';
import { listInputs, readBounded, readInput, type Input } from './support/inputs.ts';
import type { Io } from './support/io.ts';
import { inFlight, isWhole } from './support/judge.ts';
import { startJudging } from './support/judging.ts';
import { addJudgeOptions, takenAsFiles, type JudgeOptions } from './support/options.ts';
import { writeReport } from './support/report-writer.ts';
import { version } from './support/version.ts';

/** More inputs are counted in a report's heading. */
const namedPaths = 3;

interface Options extends JudgeOptions {
  name?: string;
}

/** `analyze`: judge files, folders or standard input, offline. */
export const analyze = {
  name: 'analyze',
  add(program, { io, finish }) {
    const command = program
      .command('analyze')
      .description('judge scripts and pages from files, folders or standard input')
      .usage('[options] <inputs...>')
      // Asked for below: only there is known which option took the file's name.
      .argument('[inputs...]', 'files, folders (searched through), or - for standard input');
    addJudgeOptions(command)
      .option(
        '--name <name>',
        'what standard input is called; the ending may tell what it is, as in page.html',
      )
      .action(async (inputs: string[], options: Options) => finish(await runCommand(inputs, options, io)));
  },
} satisfies CliCommand;

/** One input's outcome: an analysis, or why there is none. */
type Outcome = Analysis | { error: ScriptwardenError; isNamed: boolean };

async function runCommand(paths: readonly string[], options: Options, io: Io): Promise<ExitStatus> {
  if (paths.length === 0) {
    throw new ScriptwardenError('SW_USAGE', {
      message: `Missing required argument 'inputs': nothing to judge was named${takenAsFiles(options)}.`,
      fix: 'Name files or folders, or - for standard input, as in: scriptwarden analyze app.js --json report.json',
    });
  }
  if (paths.filter((path) => path === '-').length > 1) {
    throw new ScriptwardenError('SW_USAGE', {
      message: 'Standard input (-) was given more than once.',
      fix: 'Give - once.',
    });
  }
  if (options.name !== undefined && !paths.includes('-')) {
    throw new ScriptwardenError('SW_USAGE', {
      message: '--name says what standard input is called, and - is not among the inputs.',
      fix: 'Give - as an input, or leave out --name: files go by their own names.',
    });
  }
  await using judging = await startJudging(
    options,
    io,
    paths.filter((path) => path !== '-'),
  );
  const { analyzer, progress, files } = judging;
  const results: Analysis[] = [];
  // What is told line by line need not be kept: folders hold hundreds of thousands of files.
  const isKept = options.format !== 'jsonl' || files.any;
  let count = 0;
  let isComplete = true;
  let hasFinding = false;
  const statuses: ExitStatus[] = [];
  const work = (input: NamedInput): Promise<Outcome> => analyzeInput(input, analyzer, io);
  for await (const outcome of inOrder(namedInputs(paths, io.cwd, options.name), work, inFlight, io.signal)) {
    if ('error' in outcome) {
      progress.clear();
      io.log(describeError(outcome.error, options.format !== 'text'));
      statuses.push(outcome.isNamed ? 2 : 3);
      continue;
    }
    const result = analysisSchema.parse(outcome);
    count++;
    isComplete &&= isWhole(result);
    hasFinding ||= isFinding(result.verdict, options.failOn);
    progress.current(`analysed ${count}: ${result.path}`);
    if (options.format === 'jsonl') await io.write(`${JSON.stringify(result)}\n`);
    if (isKept) results.push(result);
  }
  progress.clear();
  const complete = statuses.length === 0 && !io.signal.aborted && isComplete;
  const report = analysisReport.parse({ schemaVersion: 1, complete, results });
  const model = {
    subject:
      paths.length > namedPaths
        ? `${paths.length} inputs`
        : paths.map((path) => (path === '-' ? (options.name ?? 'standard input') : path)).join(' '),
    entries: results,
    complete,
  };
  const context = { at: new Date().toISOString(), toolVersion: version, cwd: io.cwd };
  await files.write(report, model, context);
  if (options.format !== 'jsonl') {
    await writeReport(report, model, context, options, io);
  }
  return decisiveStatus([...statuses, hasFinding ? 1 : complete ? 0 : 3]);
}

/** One without a file is standard input. */
type NamedInput = { path: string; isNamed: true } | (Input & { isNamed: boolean });

async function* namedInputs(
  paths: readonly string[],
  cwd: string,
  nameOfStdin = '-',
): AsyncGenerator<NamedInput> {
  for (const path of paths) {
    if (path === '-') yield { path: nameOfStdin, isNamed: true };
    else for await (const input of listInputs(path, cwd)) yield { ...input, isNamed: input.path === path };
  }
}

async function analyzeInput(input: NamedInput, analyzer: Analyzer, io: Io): Promise<Outcome> {
  const { path, isNamed } = input;
  if ('error' in input) return { error: input.error, isNamed };
  try {
    const { bytes, whole } = 'file' in input ? await readInput(input) : await readBounded(io.stdin);
    const { analysis } = await analyzer.analyze({ path, bytes }, io.signal);
    // What was not read can hide anything: hash and size are those of the whole, and the rest speaks of a part.
    const ofPart = whole && { structureHash: null, shapeHash: null, partial: true };
    return whole ? { ...analysis, ...ofPart, sha256: whole.sha256, bytes: whole.size } : analysis;
  } catch (error) {
    if (error instanceof ScriptwardenError && error.code === 'SW_INPUT_NOT_FOUND') return { error, isNamed };
    throw error;
  }
}
