import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Analyzer } from '../../analyzer/analyzer.ts';
import { scanReport } from '../../core/schema/index.ts';
import type { SavedCapture } from '../../crawler/index.ts';
import type { ReportModel } from '../render/model.ts';
import { statusOfResults, type ExitStatus } from './exit-status.ts';
import type { Io } from './io.ts';
import { judgeCapture } from './judge.ts';
import type { JudgeOptions } from './options.ts';
import { createProgress, type Progress } from './progress.ts';
import { openReportFiles, type ReportFiles } from './report-files.ts';
import { writeReport } from './report-writer.ts';
import { version } from './version.ts';

/** What judging needs, made before the long work starts so that a missing model or a bad output file is told at once. */
export interface Judging {
  readonly analyzer: Analyzer;
  readonly files: ReportFiles;
  readonly progress: Progress;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * @param inputs files that are judged, as given: no report is written over them
 * @throws ScriptwardenError for a missing or wrong model and an output file that cannot or must not be written
 */
export async function startJudging(
  options: JudgeOptions,
  io: Io,
  inputs: readonly string[] = [],
): Promise<Judging> {
  const files = await openReportFiles(options, io, inputs);
  // Imported only here: commands that judge nothing must not wait for the inference engine to load.
  const { createAnalyzer } = await import('../../analyzer/index.ts');
  const bare = await createAnalyzer({
    workers: options.workers ?? Math.min(4, availableParallelism()),
    ...(options.model !== undefined && { modelPath: resolve(io.cwd, options.model) }),
    ...(options.scriptTimeout !== undefined && { timeoutMs: options.scriptTimeout * 1000 }),
    ...(options.explain && { explain: true }),
  });
  const analyzer = options.cache === undefined ? bare : await cached(bare, options.cache, options, io);
  return {
    analyzer,
    files,
    progress: progressOf(options, io),
    [Symbol.asyncDispose]: () => analyzer.close(),
  };
}

/** Closes the analyzer when the cache folder is none. */
async function cached(bare: Analyzer, dir: string, { explain }: JudgeOptions, io: Io): Promise<Analyzer> {
  const { withCache } = await import('./analysis-cache.ts');
  try {
    return await withCache(bare, resolve(io.cwd, dir), explain ? 'explained' : '');
  } catch (error) {
    await bare.close();
    throw error;
  }
}

export function progressOf({ quiet }: { quiet?: true }, io: Io): Progress {
  return createProgress({ raw: io.logRaw, terminal: io.stderr }, quiet ?? false);
}

/** Judges a capture, writes the report wherever it was asked for, and says what it comes to. */
export async function reportCapture(
  saved: SavedCapture,
  judging: Judging,
  options: JudgeOptions,
  io: Io,
): Promise<ExitStatus> {
  const { capture } = saved;
  const { analyzer, progress, files } = judging;
  // A crawl that Ctrl-C ended is judged all the same: what was captured is kept and told.
  const signal = io.signal.aborted ? undefined : io.signal;
  const report = scanReport.parse(
    await judgeCapture(saved, analyzer, {
      ...(signal && { signal }),
      onResult: (done, total) => progress.current(`analysing ${done}/${total} scripts …`),
    }),
  );
  progress.clear();
  const leaks = capture.canaryLeaks ?? [];
  const model: ReportModel = {
    subject: `${capture.site.name}  ${capture.site.startUrls.join(' ')}`,
    entries: report.results,
    complete: report.complete,
    crawl: {
      state: capture.state,
      receipt: capture.receipt,
      durationMs: Date.parse(capture.finishedAt) - Date.parse(capture.startedAt),
      canaryLeaks: leaks,
      startUrls: capture.site.startUrls,
    },
  };
  const context = { at: capture.finishedAt, toolVersion: version, cwd: io.cwd };
  await files.write(report, model, context);
  await writeReport(report, model, context, options, io);
  if (leaks.some((leak) => !leak.expected)) return 1;
  return statusOfResults(report.results, report.complete, options.failOn);
}
