import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Option } from 'commander';
import type { Analyzer } from '../analyzer/analyzer.ts';
import type { SavedCapture } from '../crawler/index.ts';
import type { JudgedCapture, VersionFacts } from '../server/drift/index.ts';
import type { CliCommand } from './support/command.ts';
import { isFindingChange, writeChanges } from './support/changes.ts';
import { failOnChoices, type ExitStatus, type FailOn } from './support/exit-status.ts';
import { inOrder } from './support/in-order.ts';
import type { Io } from './support/io.ts';
import { inFlight } from './support/judge.ts';
import { progressOf } from './support/judging.ts';
import { wholeNumber } from './support/options.ts';

interface Options {
  format: 'text' | 'jsonl';
  failOn: FailOn;
  model?: string;
  workers?: number;
  quiet?: true;
}

/** `diff`: what changed between two saved captures, without a store. */
export const diff = {
  name: 'diff',
  add(program, { io, finish }) {
    program
      .command('diff')
      .description('compare two saved captures of one site: what changed, and whether it matters')
      .argument('<old>', 'folder of the earlier capture')
      .argument('<new>', 'folder of the later capture')
      .addOption(
        new Option('--format <format>', 'what goes to standard output')
          .choices(['text', 'jsonl'])
          .default('text'),
      )
      .addOption(
        new Option('--fail-on <verdict>', 'mildest new verdict that counts as a finding')
          .choices(failOnChoices)
          .default('malicious'),
      )
      .option('--model <file>', 'detector to use instead of the bundled one')
      .option('--workers <n>', 'analysis threads (default: one per processor)', wholeNumber)
      .option('--quiet', 'no progress on standard error')
      .action(async (old: string, now: string, options: Options) =>
        finish(await runCommand(old, now, options, io)),
      );
  },
} satisfies CliCommand;

async function runCommand(oldDir: string, newDir: string, options: Options, io: Io): Promise<ExitStatus> {
  const { readCapture } = await import('../crawler/index.ts');
  const [old, now] = [await readCapture(resolve(io.cwd, oldDir)), await readCapture(resolve(io.cwd, newDir))];
  const [{ createAnalyzer }, drift] = await Promise.all([
    import('../analyzer/index.ts'),
    import('../server/drift/index.ts'),
  ]);
  const analyzer = await createAnalyzer({
    workers: options.workers ?? Math.min(4, availableParallelism()),
    ...(options.model !== undefined && { modelPath: resolve(io.cwd, options.model) }),
  });
  const progress = progressOf(options, io);
  const facts = new Map<string, VersionFacts>();
  try {
    for (const saved of [old, now]) {
      await judge(saved, analyzer, facts, drift.detectLibrary, io);
      progress.current(`analysed ${facts.size} scripts …`);
    }
  } finally {
    progress.clear();
    await analyzer.close();
  }
  const { before, after } = drift.statesOfCaptures(judged(old, facts), judged(now, facts));
  const known = new Set(before.pages.map((page) => page.key));
  const sawAll = old.capture.state === 'done' && old.capture.receipt.pages.notVisited === 0;
  const first = sawAll ? [] : after.pages.map((page) => page.key).filter((key) => !known.has(key));
  const changes = drift.quietenFirstReached(drift.compare(before, after), after, new Set(first));
  await writeChanges(changes, options, io);
  if (changes.some((change) => isFindingChange(change, options.failOn))) return 1;
  return old.capture.receipt.complete && now.capture.receipt.complete ? 0 : 3;
}

function judged({ capture }: SavedCapture, versions: ReadonlyMap<string, VersionFacts>): JudgedCapture {
  return { capture, versions, id: capture.startedAt };
}

/** Adds what the analyzer says of each version that was not judged yet. */
async function judge(
  { capture, readBody }: SavedCapture,
  analyzer: Analyzer,
  facts: Map<string, VersionFacts>,
  detectLibrary: (url: string | null, text: string) => VersionFacts['library'],
  io: Io,
): Promise<void> {
  const urls = new Map(
    capture.sightings.map((sighting) => [sighting.sha256, sighting.url ?? sighting.pageUrl]),
  );
  const fresh = capture.versions.filter((version) => !facts.has(version.sha256));
  const work = async (version: (typeof fresh)[number]): Promise<void> => {
    const bytes = await readBody(version);
    const path = urls.get(version.sha256) ?? version.file;
    const isScript = version.media === 'js';
    const { analysis, sensitiveHash } = await analyzer.analyze(
      { path, bytes, ...(isScript && { media: 'js' as const }) },
      io.signal,
    );
    const library = isScript ? detectLibrary(path, bytes.subarray(0, 8192).toString('utf8')) : null;
    facts.set(version.sha256, { analysis, library, sensitiveHash });
  };
  const done = inOrder(fresh, work, inFlight, io.signal);
  while (!(await done.next()).done);
}
