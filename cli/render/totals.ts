import { escapeForTerminal } from '../../core/encoding/index.ts';
import { verdicts, type Receipt, type Shortfall } from '../../core/schema/index.ts';
import { wrap } from './fit.ts';
import { plural, type Entry, type ReportModel, type ReportOptions } from './model.ts';
import { verdictPaint } from './overview.ts';
import type { Style } from './style.ts';

/** `23 scripts: 3 malicious, 0 suspicious, 20 benign`. */
export function renderTotals(entries: readonly Entry[], noun: string, style: Style): string {
  const counts = verdicts.toReversed().map((verdict) => {
    const count = entries.filter((entry) => entry.verdict === verdict).length;
    return { verdict, count };
  });
  const parts = (['malicious', 'suspicious', 'unanalysed', 'benign'] as const)
    .map((verdict) => counts.find((one) => one.verdict === verdict)!)
    .filter(({ verdict, count }) => count > 0 || verdict === 'malicious' || verdict === 'suspicious')
    .map(({ verdict, count }) => {
      const text = `${count} ${verdict}`;
      return count > 0 ? verdictPaint(verdict, style)(text) : text;
    });
  const partial = entries.filter((entry) => entry.partial).length;
  return `${plural(entries.length, noun)}: ${parts.join(', ')}${partial > 0 ? `; ${partial} in part only` : ''}`;
}

/** The completeness receipt: what the crawl saw, and every kind of thing it did not. */
export function renderReceipt(
  crawl: Pick<NonNullable<ReportModel['crawl']>, 'state' | 'receipt' | 'durationMs'>,
  { width }: Pick<ReportOptions, 'width'>,
  style: Style,
): string[] {
  const { receipt, state } = crawl;
  const stateText = receipt.complete ? style.green('complete') : style.yellow(stateWords[state]);
  return [
    `${style.bold('Receipt')}: ${stateText}, ${(crawl.durationMs / 1000).toFixed(1)} s`,
    ...receiptRows(receipt).map(([name, text]) => `  ${style.dim(name.padEnd(9))}${text}`),
    ...receipt.shortfalls.flatMap((shortfall) => renderShortfall(shortfall, width, style)),
  ];
}

const stateWords = {
  done: 'not complete',
  incomplete: 'not complete',
  failed: 'failed, nothing was reached',
  cancelled: 'cancelled',
} as const;

function receiptRows({ pages, targets, scripts, requests, steps, sandbox }: Receipt): [string, string][] {
  return [
    [
      'pages',
      `${pages.visited} visited, ${pages.failed} failed, ${pages.notVisited} left out by the page limit`,
    ],
    ['targets', `${targets.attached} attached, ${targets.failed} failed`],
    [
      'scripts',
      `${scripts.parsed} parsed, ${scripts.read} read, ${scripts.failed} failed, ${scripts.distinct} distinct`,
    ],
    ['requests', `${requests.total}, ${requests.failed} failed, ${requests.blocked} blocked`],
    ...(steps ? [['steps', `${steps.done} done, ${steps.failed} failed`] as [string, string]] : []),
    ['sandbox', sandbox === 'full' ? 'full' : 'none: the browser ran without its own sandbox'],
  ];
}

function renderShortfall(shortfall: Shortfall, width: number, style: Style): string[] {
  const { code, message, url, count, blocking } = shortfall;
  const times = count > 1 ? `${count} × ` : '';
  const text = escapeForTerminal(
    `${times}${code}: ${message}${url && !message.includes(url) ? ` (${url})` : ''}`,
  );
  const mark = blocking ? style.red('!') : style.dim('·');
  return wrap(text, width - 4).map((line, index) => `  ${index === 0 ? mark : ' '} ${line}`);
}
