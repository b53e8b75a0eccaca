import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ScriptwardenError } from '../core/errors/index.ts';
import { readFeedback } from '../cli/evaluate/feedback.ts';
import { readCorpus } from './train/corpus.ts';
import { extractAll } from './train/extract.ts';
import { readLibraryFolder, readPackages } from './train/libraries.ts';
import { writeMatrix } from './train/matrix.ts';
import { derivedSamples, generatedSamples, probeSamples } from './train/plan.ts';
import { preparePython, runTrainer } from './train/python.ts';
import type { Sample } from './train/sample.ts';

const usage = `npm run train -- --corpus DIR [--benign DIR]... [--feedback FILE] [--out models] [--keep DIR] [--mini]

Trains the detector: features from the analyzer, trees from Python, models/detector.onnx and its card out.

  --corpus DIR   labelled scripts: scripts-*.jsonl.gz, or a folder for each label
  --benign DIR   more benign library code to train on: a folder of packages
  --feedback FILE  scripts that people called wrong, with what they are (docs/reference/corpus.md)
  --out DIR      where detector.onnx, golden.json and card.md go (models/)
  --keep DIR     keep the matrix there, for models/training/compare.py
  --mini         a miniature run: little generated code, no packages fetched, two folds
`;

const root = fileURLToPath(new URL('..', import.meta.url));
const log = (line: string): void => void process.stderr.write(`train: ${line}\n`);

async function main(): Promise<void> {
  const options = readOptions();
  const python = await preparePython(log);
  await mkdir(options.out, { recursive: true });
  await mkdir(options.cache, { recursive: true });
  const samples = await gather(options);
  const scripts = await extractAll(samples, options.cache, log);
  const work = options.keep ?? (await mkdtemp(join(tmpdir(), 'scriptwarden-train-')));
  await mkdir(work, { recursive: true });
  try {
    const rows = await writeMatrix(work, samples, scripts, options.command);
    log(`${rows} scripts; training`);
    await runTrainer(python, work, options.out, options.mini);
  } finally {
    if (!options.keep) await rm(work, { recursive: true, force: true });
  }
  log(`wrote ${join(options.out, 'detector.onnx')}, golden.json and card.md`);
}

interface Options {
  corpus: string;
  benign: string[];
  feedback: string | null;
  out: string;
  cache: string;
  keep: string | null;
  mini: boolean;
  command: string;
}

function readOptions(): Options {
  const from = process.env.INIT_CWD ?? process.cwd();
  const { values } = parseArgs({
    options: {
      corpus: { type: 'string' },
      benign: { type: 'string', multiple: true, default: [] },
      feedback: { type: 'string' },
      out: { type: 'string' },
      keep: { type: 'string' },
      mini: { type: 'boolean', default: false },
    },
  });
  if (!values.corpus) {
    throw new ScriptwardenError('SW_USAGE', { message: 'No corpus was given.', fix: usage });
  }
  return {
    corpus: resolve(from, values.corpus),
    benign: values.benign.map((folder) => resolve(from, folder)),
    feedback: values.feedback ? resolve(from, values.feedback) : null,
    out: values.out ? resolve(from, values.out) : join(root, 'models'),
    cache: join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'scriptwarden', 'training'),
    keep: values.keep ? resolve(from, values.keep) : null,
    mini: values.mini,
    command: `npm run train -- --corpus DIR${values.mini ? ' --mini' : ''}`,
  };
}

/** Everything to train on. The project's own samples are in every run, or golden vectors would depend on the corpus. */
async function gather({ corpus, benign, feedback, cache, mini }: Options): Promise<Sample[]> {
  const own = join(root, 'samples', 'scripts');
  const samples = await readCorpus(corpus, corpus === own ? 'project' : 'corpus');
  if (corpus !== own)
    samples.push(...(await readCorpus(own, 'project')).map((sample) => ({ ...sample, real: false })));
  if (!mini) {
    const list = join(root, 'models', 'training', 'benign-packages.txt');
    samples.push(...(await readPackages(list, cache, log)));
  }
  for (const folder of benign) samples.push(...(await readLibraryFolder(folder)));
  if (feedback) {
    const { samples: marked, expired } = await readFeedback(feedback, new Date().toISOString().slice(0, 10));
    log(`${marked.length} scripts of the feedback file, ${expired} expired`);
    // They train, and measure nothing: whoever marks what is wrong picks what the detector is bad at.
    for (const { id, text, media, label, kind, group, hard } of marked)
      samples.push({
        unit: `feedback:${id}`,
        text,
        media,
        label,
        kind,
        group,
        hard,
        origin: 'corpus',
        real: false,
      });
  }
  const divisor = mini ? 20 : 1;
  samples.push(...generatedSamples(divisor));
  return [...samples, ...derivedSamples(samples, divisor), ...(mini ? [] : probeSamples(samples))];
}

try {
  await main();
} catch (error) {
  if (!(error instanceof ScriptwardenError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n${error.fix}\n`);
  process.exitCode = error.exitStatus;
}
