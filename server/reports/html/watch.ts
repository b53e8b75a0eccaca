import { html, shown, type Content, type Markup } from '../../../core/html/index.ts';
import type { ReportedPage, SiteReport } from '../../../core/schema/index.ts';
import { codes, day, duration, facts, minute, plural } from './words.ts';

const rowsShown = { pages: 200, crawls: 120, gaps: 40, frames: 8 } as const;

/** Payment pages each with headers, frames and forms; of the others one line. */
export function renderPages({ pages }: SiteReport): Content {
  if (pages.length === 0) return html`<p class="soft">None was reached.</p>`;
  const payment = pages.filter(({ isPayment }) => isPayment);
  const others = pages.filter(({ isPayment }) => !isPayment);
  const left = others.length - rowsShown.pages;
  return [
    payment.slice(0, rowsShown.pages).map(paymentPage),
    others.length > 0 &&
      html`<h3 class="group">Other pages: ${others.length}</h3>
        <div class="card table">
          <table>
            <thead>
              <tr>
                <th>Page</th>
                <th class="figure">Reached</th>
                <th class="figure">Failed</th>
                <th class="figure">Scripts</th>
                <th>Last reached</th>
              </tr>
            </thead>
            <tbody>
              ${others.slice(0, rowsShown.pages).map(
                (page) =>
                  html`<tr>
                    <td>${address(page)}</td>
                    <td class="figure">${page.reached}</td>
                    <td class="figure">${page.failed}</td>
                    <td class="figure">${page.scripts}</td>
                    <td>${minute(page.lastReachedAt)}</td>
                  </tr> `,
              )}
            </tbody>
          </table>
        </div>`,
    left > 0 && html`<p class="note">${plural(left, 'more page')} stand in the JSON report.</p>`,
  ];
}

function paymentPage(page: ReportedPage): Markup {
  const headers = Object.entries(page.securityHeaders);
  const missing = headers.filter(([, value]) => value === null).map(([name]) => name);
  return html`<article class="card page">
    <div class="tags"><span class="tag high">payment page</span> ${address(page)}</div>
    ${facts([
      [
        'Reached',
        `${plural(page.reached, 'time')}, last ${minute(page.lastReachedAt)}; longest time without ${duration(page.longestGapHours)}${page.failed > 0 ? `; ${page.failed} visits failed` : ''}`,
      ],
      ['Scripts', `${page.scripts}`],
      [
        'Forms',
        page.forms.length === 0
          ? 'none'
          : page.forms.map(
              (form) =>
                html`<span class="line"
                  >${form.isPayment ? 'payment: ' : ''}${form.method} to ${shown(form.action, 200)}</span
                >`,
            ),
      ],
      ['Frames', page.frames.length === 0 ? 'none' : codes(page.frames, rowsShown.frames, 160)],
      ...headers
        .filter(([, value]) => value !== null)
        .map(([name, value]) => [name, html`<code>${shown(value!, 1200)}</code>`] as const),
      ['Not received', missing.length === 0 ? 'none of those watched' : codes(missing, missing.length)],
    ])}
  </article> `;
}

function address({ url, journey }: ReportedPage): Content {
  return [
    html`<span class="path">${shown(url, 200)}</span>`,
    journey !== null && html` <span class="where">journey ${shown(journey, 80)}</span>`,
  ];
}

/** Planned against done, every gap longer than a week, and each crawl. */
export function renderCadence({ cadence }: SiteReport): Markup {
  const { crawls } = cadence;
  const left = crawls.length - rowsShown.crawls;
  return html`<div class="card">
      ${facts([
        [
          'Planned',
          cadence.planned === null
            ? 'no schedule is set'
            : `${plural(cadence.planned, 'crawl')} by the present schedule${cadence.schedule ? `, set ${day(cadence.schedule.since)}` : ''}`,
        ],
        [
          'Took place',
          `${cadence.done} complete, ${cadence.incomplete} incomplete, ${cadence.failed} failed, ${cadence.cancelled} cancelled`,
        ],
        ['Missed', `${cadence.missed}`],
        [
          'Longest time without',
          [
            duration(cadence.longestGapHours),
            cadence.isWeekly
              ? ' (seven days at most: yes)'
              : html` <span class="tag suspicious">more than seven days, or never</span>`,
          ],
        ],
        ...(cadence.folded === null ? [] : [['Not kept', cadence.folded] as const]),
      ])}${
        cadence.gaps.length > 0 &&
        html`<ul class="gaps">
          ${cadence.gaps.slice(0, rowsShown.gaps).map((gap) => html`<li class="blocking">${minute(gap.from)} to ${minute(gap.to)}: ${duration(gap.hours)} without a crawl</li>`)}
        </ul>`
      }
    </div>
    ${
      crawls.length > 0 &&
      html`<div class="card table">
        <table>
          <thead>
            <tr>
              <th>Crawl</th>
              <th>Finished</th>
              <th>Cause</th>
              <th>Result</th>
              <th class="figure">Pages</th>
              <th class="figure">Scripts</th>
            </tr>
          </thead>
          <tbody>
            ${crawls.slice(0, rowsShown.crawls).map(
              (crawl) =>
                html`<tr>
                  <td>${crawl.id}</td>
                  <td>${minute(crawl.at)}</td>
                  <td>${shown(crawl.cause, 60)}</td>
                  <td>
                    ${crawl.state}${crawl.error && html`<span class="where">${shown(crawl.error, 200)}</span>`}
                  </td>
                  <td class="figure">${crawl.pages}</td>
                  <td class="figure">${crawl.scripts}</td>
                </tr> `,
            )}
          </tbody>
        </table>
      </div>`
    }${left > 0 && html`<p class="note">${plural(left, 'earlier crawl')} stand in the JSON report.</p>`}`;
}

/** What was not looked at: a report that hides its gaps is worse than none. */
export function renderCoverage({ coverage, visitors, complete }: SiteReport): Markup {
  const { gaps, unanalysed, partial, pagesNotVisited } = coverage;
  const left = gaps.length - rowsShown.gaps;
  return html`<div class="card">
    ${facts([
      ['Complete', complete ? 'yes' : html`<span class="tag unanalysed">no</span>`],
      ['Not analysed', plural(unanalysed.length, 'script')],
      ['In part only', plural(partial.length, 'script')],
      ['Beyond the page limit', plural(pagesNotVisited, 'known link')],
      ...(visitors
        ? [
            [
              "Visitors' reports",
              `${plural(visitors.kept, 'report')} kept, ${visitors.noise} noise, ${visitors.dropped} dropped; ${plural(visitors.hosts.length, 'host')} confirmed`,
            ] as const,
          ]
        : []),
    ])}
    ${
      gaps.length > 0 &&
      html`<ul class="gaps">
        ${gaps
          .slice(0, rowsShown.gaps)
          .map(
            ({ code, message, url, crawls, blocking }) =>
              html`<li${blocking ? html` class="blocking"` : null}>${shown(message, 300)} <span class="where">${code} · in ${plural(crawls, 'crawl')}${url !== undefined && !message.includes(url) && [' · ', shown(url, 160)]}</span></li>`,
          )}
      </ul>`
    }${left > 0 && html`<p class="note">And ${plural(left, 'more kind')} of gaps.</p>`}
    <p class="note">What no crawl of this kind can see:</p>
    <ul class="gaps">
      ${coverage.limits.map((limit) => html`<li>${limit}</li>`)}
    </ul>
  </div>`;
}
