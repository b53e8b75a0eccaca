import type { Shortfall } from '../../../core/schema/index.ts';
import { plural, type ReportModel } from '../model.ts';
import { html, shown, type Content, type Markup } from '../../../core/html/index.ts';

const gapsShown = 40;

/** What was looked at and what was not: a report that hides its gaps is worse than none. */
export function renderCoverage({ crawl, complete, entries }: ReportModel): Markup {
  const partial = entries.filter((entry) => entry.partial).length;
  const unanalysed = entries.filter((entry) => entry.verdict === 'unanalysed').length;
  const rows: [string, Content][] = [
    ['Complete', complete ? 'yes' : html`<span class="tag unanalysed">no</span>`],
    ...(crawl ? crawlRows(crawl) : [['Files', `${entries.length}`] as [string, Content]]),
    ...(unanalysed > 0
      ? [['Not analysed', plural(unanalysed, crawl ? 'script' : 'file')] as [string, Content]]
      : []),
    ...(partial > 0
      ? [
          [
            'In part only',
            `${plural(partial, crawl ? 'script' : 'file')}: a limit cut the analysis short`,
          ] as [string, Content],
        ]
      : []),
  ];
  const gaps = crawl?.receipt.shortfalls ?? [];
  return html`<div class="card">
    <dl class="facts">
      ${rows.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    ${
      gaps.length > 0 &&
      html`<ul class="gaps">
        ${gaps.slice(0, gapsShown).map(gap)}
      </ul>`
    }${gaps.length > gapsShown && html`<p class="note">And ${plural(gaps.length - gapsShown, 'more kind')} of gaps.</p>`}
  </div>`;
}

function crawlRows({ receipt, durationMs }: NonNullable<ReportModel['crawl']>): [string, Content][] {
  const { pages, targets, scripts, requests, steps, sandbox } = receipt;
  return [
    [
      'Pages',
      `${pages.visited} visited, ${pages.failed} failed, ${pages.notVisited} left out by the page limit`,
    ],
    ['Frames and workers', `${targets.attached} watched, ${targets.failed} failed`],
    [
      'Scripts',
      `${scripts.parsed} run by the browser, ${scripts.read} read, ${scripts.failed} failed, ${scripts.distinct} distinct`,
    ],
    ['Requests', `${requests.total} made, ${requests.failed} failed, ${requests.blocked} blocked`],
    ...(steps ? [['Steps', `${steps.done} done, ${steps.failed} failed`] as [string, Content]] : []),
    ['Time', `${(durationMs / 1000).toFixed(1)} s`],
    ['Browser', sandbox === 'full' ? 'in its own sandbox' : 'without its own sandbox'],
  ];
}

function gap({ code, message, url, count, blocking }: Shortfall): Markup {
  return html`<li${blocking ? html` class="blocking"` : null}>${count > 1 ? `${count} × ` : ''}${shown(message)} <span class="where">${code}${url && !message.includes(url) ? [' · ', shown(url, 160)] : null}</span></li>`;
}
