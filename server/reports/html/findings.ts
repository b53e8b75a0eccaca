import { defangHost } from '../../../core/encoding/index.ts';
import { html, shown, visible, type Content, type Markup } from '../../../core/html/index.ts';
import type { Evidence, ReportedScript, SiteReport } from '../../../core/schema/index.ts';
import { approvalWords, categoryWords, codes, day, facts, plural, reasonText, scriptName } from './words.ts';

const shownAtMost = { findings: 50, reasons: 6, steps: 6, fields: 12 } as const;

/** Every finding with what it takes, where that goes, and why it is judged so. */
export function renderFindings({ findings, scripts }: SiteReport): Content {
  const byId = new Map(scripts.map((script) => [script.id, script]));
  const bad = findings.scripts.flatMap((id) => byId.get(id) ?? []);
  if (bad.length + findings.leaks.length === 0)
    return html`<p class="soft">
      No script was judged malicious or suspicious, and no test data was seen leaving the site.
    </p>`;
  const left = bad.length - shownAtMost.findings;
  return [
    findings.leaks.slice(0, shownAtMost.findings).map(renderLeak),
    bad.slice(0, shownAtMost.findings).map(renderFinding),
    left > 0 && html`<p class="note">${plural(left, 'more finding')} stand in the inventory.</p>`,
  ];
}

function renderLeak({ field, host, via, encoding, page }: SiteReport['findings']['leaks'][number]): Markup {
  return html`<section class="card leak">
    <b>Test data was stolen.</b> What was typed into <code>${shown(field, 80)}</code> on ${shown(page, 160)}
    was sent to <code>${shown(defangHost(host), 160)}</code> by ${shown(via, 40)} (${shown(encoding, 40)}).
  </section> `;
}

function renderFinding(script: ReportedScript): Markup {
  const left = script.reasonCount - Math.min(script.reasons.length, shownAtMost.reasons);
  return html`<article class="card finding" id="script-${script.id}">
    <div class="tags">
      <span class="tag ${script.verdict ?? 'unanalysed'}">${script.verdict}</span>${
        script.category && html` <span>${categoryWords[script.category]}</span>`
      }${script.scores && html` <span class="soft">score ${script.scores.integrity} of 99</span>`}
      ${script.onPaymentPages && html`<span class="tag high">payment page</span>`}
    </div>
    <h3>${scriptName(script, true, 300)}</h3>
    ${renderFlow(script)}${facts([
      [
        'Seen',
        `${day(script.lastSeenAt)} last; in the history since ${day(script.firstSeenAt)}; ${script.isPresent ? 'still present' : 'no longer present'} at the end of the period`,
      ],
      [
        'On',
        [
          shown(script.pages.slice(0, 5).join(', '), 500),
          script.pageCount > 5 ? ` and ${script.pageCount - 5} more` : null,
        ],
      ],
      ['Decision', decisionText(script)],
      ['SHA-256', html`<code>${script.versions[0]?.sha256 ?? '–'}</code>`],
    ])}
    <ol class="reasons">
      ${script.reasons.slice(0, shownAtMost.reasons).map(renderReason)}
    </ol>
    ${script.reasons.length === 0 && html`<p class="note">No single place in the code stands out; the score rests on all of it.</p>`}${
      left > 0 && html`<p class="note">And ${plural(left, 'more reason')}; the JSON report has more.</p>`
    }
  </article> `;
}

function renderFlow({ reasons, behaviour }: ReportedScript): Content {
  const fields = unique([...reasons.map(({ field }) => field), ...behaviour.fields]);
  const hosts = unique(reasons.map(({ host }) => host));
  if (fields.length + hosts.length === 0) return null;
  const side = (name: string, values: readonly string[], none: string): Markup =>
    html`<div>
      <b>${name}</b
      >${values.length > 0 ? codes(values, shownAtMost.fields) : html`<span class="soft">${none}</span>`}
    </div>`;
  return html`<div class="flow">
    ${side(
      'Reads',
      fields.map((field) => (field === '*' ? 'every input (*)' : field)),
      'no field named',
    )}<span class="arrow">→</span>${side('Sends to', hosts.map(defangHost), 'no host named')}
  </div>`;
}

function renderReason(reason: Evidence): Markup {
  const { severity, location, rule } = reason;
  const snippet = reason.snippet.trim().replaceAll(/\s+/g, ' ');
  return html`<li>
    <div class="reason">
      <span class="tag ${severity}">${severity}</span>
      <div>
        <p>${reasonText(reason.message, reason)}</p>
        <p class="where">line ${location.line}, column ${location.column} · rule ${shown(rule, 80)}</p>
        ${snippet !== '' && html`<pre>${visible(reasonTextOf(snippet, reason))}</pre>`}${renderSteps(reason)}
      </div>
    </div>
  </li> `;
}

function reasonTextOf(text: string, { host }: Evidence): string {
  return host?.includes('.') ? text.replaceAll(host, defangHost(host)) : text;
}

function renderSteps(reason: Evidence): Content {
  const steps = reason.steps ?? [];
  if (steps.length < 2) return null;
  const left = steps.length - shownAtMost.steps;
  return html`<ol class="steps">
    ${steps
      .slice(0, shownAtMost.steps)
      .map(
        ({ message, location }) =>
          html`<li>
            ${reasonText(message, reason, 200)}${location && html` <span class="where">(line ${location.line}, column ${location.column})</span>`}
          </li>`,
      )}${left > 0 && html`<li class="left">… ${plural(left, 'more step')}</li>`}
  </ol>`;
}

function decisionText({ approvalState, approval, isFalsePositive }: ReportedScript): string {
  const words = approvalWords[approvalState].toLowerCase();
  const by = approval ? ` by ${approval.decidedBy.slice(0, 80)} on ${day(approval.decidedAt)}` : '';
  return `${words}${by}${isFalsePositive ? '; a person said that the verdict is wrong' : ''}`;
}

function unique(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}
