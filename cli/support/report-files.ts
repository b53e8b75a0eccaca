import { ScriptwardenError } from '../../core/errors/index.ts';
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

const written = { json: 'report', html: 'page', sarif: 'sarif' } as const;

/**
 * Checks that every file asked for can be written and that none holds anything else than an earlier report, before the
 * long work starts.
 * @param inputs files that are judged, as given: never written over
 * @throws ScriptwardenError SW_OUTPUT_UNWRITABLE, SW_OUTPUT_EXISTS, SW_USAGE when two options name one file
 */
export async function openReportFiles(
  options: Pick<JudgeOptions, 'json' | 'html' | 'sarif'>,
  { cwd }: Pick<Io, 'cwd'>,
  inputs: readonly string[] = [],
): Promise<ReportFiles> {
  const files: { file: OutputFile; render: Render }[] = [];
  for (const kind of ['json', 'html', 'sarif'] as const) {
    const path = options[kind];
    if (path === undefined) continue;
    const file = await openOutput(path, cwd, { option: `--${kind}`, kind: written[kind], inputs });
    refuseTwice(file, files, path);
    files.push({ file, render: renderings[kind] });
  }
  return {
    any: files.length > 0,
    async write(report, model, context) {
      for (const { file, render } of files) await file.write(await render(report, model, context));
    },
  };
}

/** The later report would take the place of the earlier. Devices take any number. */
function refuseTwice(file: OutputFile, files: readonly { file: OutputFile }[], path: string): void {
  if (!file.isRegular || !files.some((other) => other.file.file === file.file)) return;
  throw new ScriptwardenError('SW_USAGE', {
    message: `Two reports are to be written to one file, "${path}".`,
    fix: 'Name a file of its own after each of --json, --html and --sarif.',
  });
}
