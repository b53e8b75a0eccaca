import type { ReportContext, ReportModel } from '../render/model.ts';
import type { Io } from './io.ts';
import type { JudgeOptions } from './options.ts';
import { openOutput, type OutputFile } from './outputs.ts';
import { toJson } from './report-writer.ts';

/** The files that a report goes to besides standard output. */
export interface ReportFiles {
  /** Whether there are any. */
  readonly any: boolean;
  readonly write: (report: object, model: ReportModel, context: ReportContext) => Promise<void>;
}

type Render = (report: object, model: ReportModel, context: ReportContext) => string | Promise<string>;

// Imported only when asked for: nobody waits for a renderer that is not used.
const renderings: Record<'json' | 'html' | 'sarif', Render> = {
  json: toJson,
  html: async (_, model, context) => (await import('../render/html/index.ts')).renderHtml(model, context),
  sarif: async (_, model, context) =>
    toJson((await import('../render/sarif/index.ts')).renderSarif(model, context)),
};

/**
 * Checks that every file asked for can be written, before the long work starts.
 * @throws ScriptwardenError SW_OUTPUT_UNWRITABLE
 */
export async function openReportFiles(options: JudgeOptions, { cwd }: Pick<Io, 'cwd'>): Promise<ReportFiles> {
  const files: { file: OutputFile; render: Render }[] = [];
  for (const kind of ['json', 'html', 'sarif'] as const) {
    const path = options[kind];
    if (path !== undefined) files.push({ file: await openOutput(path, cwd), render: renderings[kind] });
  }
  return {
    any: files.length > 0,
    async write(report, model, context) {
      for (const { file, render } of files) await file.write(await render(report, model, context));
    },
  };
}
