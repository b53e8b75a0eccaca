import { defangHost, escapeForTerminal } from '../../core/encoding/index.ts';
import { cut, shorten } from './fit.ts';
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
    [style.bold(shorten(escapeForTerminal(model.subject), options.width))],
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
