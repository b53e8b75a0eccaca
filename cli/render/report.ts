import { defangHost, escapeForTerminal } from '../../core/encoding/index.ts';
import { cut, widthOf, wrap } from './fit.ts';
import { saysSomething } from './explanation.ts';
import { renderFinding } from './finding.ts';
import { isNotable, worstFirst, type Entry, type ReportModel, type ReportOptions } from './model.ts';
import { renderOverview } from './overview.ts';
import { colours, plain, type Style } from './style.ts';
import { renderReceipt, renderTotals } from './totals.ts';

/** The text report: table worst first, each finding with its reasons, totals, and for a crawl the receipt. Pure. */
export function renderReport(model: ReportModel, options: ReportOptions): string {
  const style = options.colour ? colours : plain;
  const { entries, crawl } = model;
  const sections = [
    heading(model.subject, options.width).map(style.bold),
    renderOverview(entries, crawl !== undefined, options, style),
    ...worstFirst(entries)
      .filter((entry) => isNotable(entry) || (options.explain === true && isExplained(entry)))
      .map((entry, index) => renderFinding(entry, index + 1, options, style)),
    renderLeaks(model, options, style),
    [renderTotals(entries, crawl ? 'script' : 'input', style)],
    crawl ? renderReceipt(crawl, options, style) : incompleteNote(model, style),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** Lines that a heading may take. */
const headingLines = 3;

/** What was judged: names stay whole as long as there is room. */
function heading(subject: string, width: number): string[] {
  const text = escapeForTerminal(subject);
  if (widthOf(text) <= width) return [text];
  const lines = wrap(text, width);
  if (lines.length <= headingLines) return lines;
  return [...lines.slice(0, headingLines - 1), cut(lines.slice(headingLines - 1).join(' '), width)];
}

/** Benign scripts have a story, too, when it is asked for. */
function isExplained({ explanation }: Entry): boolean {
  return explanation !== undefined && saysSomething(explanation);
}

/** Synthetic card data that reached a host it should not have. */
function renderLeaks({ crawl }: ReportModel, { width }: ReportOptions, style: Style): string[] {
  const leaks = crawl?.canaryLeaks.filter((leak) => !leak.expected) ?? [];
  return leaks.map((leak) => {
    const text = `${leak.field} → ${defangHost(leak.host)} via ${leak.via} (${leak.encoding})`;
    return style.red(cut(`Test data leaked: ${escapeForTerminal(text)}`, width));
  });
}

function incompleteNote({ complete }: ReportModel, style: Style): string[] {
  return complete ? [] : [style.yellow('Not complete: something was not analysed, or only in part.')];
}
