import { defangText, escapeForTerminal } from '../../core/encoding/index.ts';
import type { ReportedChange, SiteReport } from '../../core/schema/index.ts';
import { headlineOf, periodText } from './html/overview.ts';
import { changeMessage, duration, plural } from './html/words.ts';

const listed = 10;

/** The report in a few lines for a terminal; JSON and HTML have all. Pure. */
export function renderSiteText(report: SiteReport): string {
  const { site, summary, requirements, scripts, findings, changes, cadence, coverage } = report;
  const { headline, sentence } = headlineOf(report);
  const bad = new Set(findings.scripts);
  const { critical, high, medium, low, info } = summary.changes;
  const lines = [
    `${site.name}, ${periodText(report)}: ${headline}`,
    sentence,
    '',
    `Scripts: ${summary.scripts.malicious} malicious, ${summary.scripts.suspicious} suspicious, ${summary.scripts.unanalysed} not analysed, ${summary.scripts.benign} benign; ${summary.scripts.onPaymentPages} on payment pages, ${summary.scripts.new} new`,
    `Authorised: ${summary.approvals.approved} approved, ${summary.approvals.rejected} rejected, ${summary.approvals.expired} expired, ${summary.approvals.undecided} undecided`,
    `Changes: ${critical} critical, ${high} high, ${medium} medium, ${low} low, ${info} info`,
    `Crawls: ${cadence.done} complete, ${cadence.incomplete} incomplete, ${cadence.failed} failed, ${cadence.missed} missed; longest time without one ${duration(cadence.longestGapHours)}`,
    `Gaps: ${plural(coverage.gaps.length, 'kind')}${report.complete ? '' : '; not complete'}`,
    ...(report.alerts.length > 0
      ? [
          `Alerts: ${report.alerts.length}, ${report.alerts.filter(({ acknowledgedBy }) => acknowledgedBy === null).length} not acknowledged`,
        ]
      : []),
    ...section(
      'Findings',
      scripts.filter(({ id }) => bad.has(id)).map(({ verdict, label }) => `${verdict}  ${defangText(label)}`),
    ),
    ...section('Worst changes', changes.items.filter(({ severity }) => severity !== 'info').map(changeLine)),
    ...section(
      'PCI DSS evidence',
      requirements.flatMap(({ number, title, state, gaps }) => [
        `${state.padEnd(11)}  ${number} ${title}`,
        ...gaps.map((gap) => `${' '.repeat(13)}${gap}`),
      ]),
      Infinity,
    ),
  ];
  return `${lines.map(escapeForTerminal).join('\n')}\n`;
}

function section(title: string, items: readonly string[], most = listed): string[] {
  if (items.length === 0) return [];
  const left = items.length - Math.min(items.length, most);
  return [
    '',
    `${title}:`,
    ...items.slice(0, most).map((item) => `  ${item}`),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ];
}

function changeLine(change: ReportedChange): string {
  const { severity, kind, state } = change;
  return `${severity.padEnd(8)}  ${kind}  ${changeMessage(change)}${state === 'open' ? ' (undecided)' : ''}`;
}
