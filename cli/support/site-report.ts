import { ScriptwardenError } from '../../core/errors/index.ts';
import type { SiteReport } from '../../core/schema/index.ts';
import type { ExitStatus } from './exit-status.ts';
import type { Io } from './io.ts';
import type { JudgeOptions } from './options.ts';
import { openOutput, type OutputFile } from './outputs.ts';
import { toJson } from './report-writer.ts';
import { openCliStore } from './store.ts';

interface SiteReportOptions extends Pick<JudgeOptions, 'format' | 'json' | 'html' | 'sarif'> {
  site: string;
  from?: string;
  to?: string;
  data?: string;
}

/** Writes the report of a stored site: a summary or JSON to standard output, JSON and a page to files. */
export async function writeSiteReport(options: SiteReportOptions, io: Io): Promise<ExitStatus> {
  if (options.sarif !== undefined || (options.format !== 'text' && options.format !== 'json')) {
    throw new ScriptwardenError('SW_USAGE', {
      message: `A site is not reported as ${options.sarif === undefined ? options.format : 'sarif'}.`,
      fix: 'Use --format text or json, --json FILE and --html FILE; SARIF is for a scan or a saved capture.',
    });
  }
  const files: [OutputFile, (report: SiteReport) => string][] = [];
  const { periodOf, renderSiteReport, renderSiteText, reportSite } =
    await import('../../server/reports/index.ts');
  const now = Date.now();
  const period = periodOf(options, now);
  if (options.json !== undefined) {
    const rules = { option: '--json', kind: 'site-report' } as const;
    files.push([await openOutput(options.json, io.cwd, rules), toJson]);
  }
  if (options.html !== undefined) {
    const rules = { option: '--html', kind: 'site-page' } as const;
    files.push([await openOutput(options.html, io.cwd, rules), renderSiteReport]);
  }
  await using opened = await openCliStore(options, io);
  const { findSite } = await import('../../server/store/index.ts');
  const site = await findSite(opened.store.db, options.site);
  const report = await reportSite(opened.store, site.id, period, now);
  for (const [file, render] of files) await file.write(render(report));
  await io.write(options.format === 'json' ? toJson(report) : renderSiteText(report));
  return 0;
}
