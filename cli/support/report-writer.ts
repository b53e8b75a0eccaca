import type { ReportContext, ReportModel } from '../render/model.ts';
import { renderReport } from '../render/report.ts';
import type { Io } from './io.ts';
import type { Format, JudgeOptions } from './options.ts';

const defaultWidth = 100;

/** Writes a finished report to standard output in the format asked for. */
export async function writeReport(
  report: { results: readonly object[] },
  model: ReportModel,
  context: ReportContext,
  options: Pick<JudgeOptions, 'format' | 'all' | 'color' | 'explain'>,
  io: Io,
): Promise<void> {
  const renderings: Record<Format, () => string | Promise<string>> = {
    sarif: async () => toJson((await import('../render/sarif/index.ts')).renderSarif(model, context)),
    json: () => toJson(report),
    jsonl: () => report.results.map((result) => `${JSON.stringify(result)}\n`).join(''),
    text: () =>
      renderReport(model, {
        width: reportWidth(io),
        colour: hasColour(options.color, io),
        all: options.all ?? false,
        explain: options.explain ?? false,
      }),
  };
  await io.write(await renderings[options.format]());
}

/** JSON for files and standard output: indented, so that a difference between two runs can be read. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Width of the terminal within what stays readable; a fixed one for files and pipes, so that they compare. */
export function reportWidth({ stdout, env }: Pick<Io, 'stdout' | 'env'>): number {
  const columns = stdout.isTTY ? stdout.columns : Number(env.COLUMNS ?? NaN);
  return Math.min(140, Math.max(60, columns && Number.isFinite(columns) ? columns : defaultWidth));
}

/** See https://no-color.org and https://force-color.org: a flag on the command line, then the variables, then the terminal. */
export function hasColour(asked: boolean, { stdout, env }: Pick<Io, 'stdout' | 'env'>): boolean {
  if (!asked || env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return stdout.isTTY && env.TERM !== 'dumb';
}
