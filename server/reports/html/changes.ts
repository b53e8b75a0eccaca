import { html, shown, type Content, type Markup } from '../../../core/html/index.ts';
import type { ReportedAlert, ReportedChange, SiteReport } from '../../../core/schema/index.ts';
import { changeStateWords, changeMessage, minute, plural } from './words.ts';

const rowsShown = { changes: 300, alerts: 200 } as const;

/** Changes worst first; those of severity `info` only as sums, since nobody has to do anything about them. */
export function renderChanges({ changes, summary }: SiteReport): Content {
  const { critical, high, medium, low, info } = summary.changes;
  if (critical + high + medium + low + info === 0) return html`<p class="soft">None was found.</p>`;
  const told = changes.items.filter(({ severity }) => severity !== 'info');
  const quiet = Map.groupBy(
    changes.items.filter(({ severity }) => severity === 'info'),
    ({ kind }) => kind,
  );
  const left = critical + high + medium + low - Math.min(told.length, rowsShown.changes);
  return html`<p class="soft">
      ${[
        critical > 0 && `${critical} critical`,
        high > 0 && `${high} high`,
        medium > 0 && `${medium} medium`,
        low > 0 && `${low} low`,
        info > 0 && `${info} info`,
      ]
        .filter((part) => part !== false)
        .join(', ')}.
    </p>
    ${
      told.length > 0 &&
      html`<div class="card table">
        <table>
          <thead>
            <tr>
              <th>Severity</th>
              <th>Change</th>
              <th>Since then</th>
            </tr>
          </thead>
          <tbody>
            ${told.slice(0, rowsShown.changes).map(row)}
          </tbody>
        </table>
      </div>`
    }${left > 0 && html`<p class="note">${plural(left, 'more change')} of these stand in the JSON report or the service.</p>`}${
      quiet.size > 0 &&
      html`<p class="note">
        Of severity info, which nobody has to act on:
        ${[...quiet].map(([kind, list], index) => [index > 0 ? ', ' : '', `${list.length} `, html`<code>${kind}</code>`])}.
      </p>`
    }`;
}

function row(change: ReportedChange): Markup {
  return html`<tr>
    <td><span class="tag ${change.severity}">${change.severity}</span></td>
    <td>
      ${shown(changeMessage(change), 600)}<span class="where"
        >${minute(change.at)} · ${change.kind} · crawl ${change.crawl}</span
      >
    </td>
    <td class="state${change.state === 'open' ? ' open' : ''}">${changeStateWords[change.state]}</td>
  </tr> `;
}

/** Who was told, and how it was closed. */
export function renderAlerts({ alerts }: SiteReport): Content {
  if (alerts.length === 0)
    return html`<p class="soft">
      No alert was raised: either nothing happened that a rule asks for, or no rule watches this site.
    </p>`;
  const left = alerts.length - rowsShown.alerts;
  return html`<div class="card table">
      <table>
        <thead>
          <tr>
            <th>Severity</th>
            <th>Alert</th>
            <th>Told</th>
            <th>Seen to</th>
          </tr>
        </thead>
        <tbody>
          ${alerts.slice(0, rowsShown.alerts).map(alertRow)}
        </tbody>
      </table>
    </div>
    ${left > 0 && html`<p class="note">${plural(left, 'more alert')} stand in the JSON report.</p>`}`;
}

function alertRow(alert: ReportedAlert): Markup {
  return html`<tr>
    <td><span class="tag ${alert.severity}">${alert.severity}</span></td>
    <td>
      ${shown(alert.rule, 100)}, ${plural(alert.changes, 'change')}<span class="where"
        >${minute(alert.at)} · crawl ${alert.crawl}</span
      >
    </td>
    <td>
      ${
        alert.deliveries.length === 0
          ? html`<span class="soft">nobody yet</span>`
          : alert.deliveries.map(
              ({ channel, state, at }) =>
                html`<span class="line">${shown(channel, 80)}: ${state}${at && ` ${minute(at)}`}</span>`,
            )
      }
    </td>
    <td>
      ${
        alert.acknowledgedBy === null
          ? html`<span class="open">not acknowledged</span>`
          : [shown(alert.acknowledgedBy, 80), `, ${minute(alert.acknowledgedAt)}`]
      }${alert.note && html`<span class="where">${shown(alert.note, 300)}</span>`}
    </td>
  </tr> `;
}
