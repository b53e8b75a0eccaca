import { html, shown, type Content, type Markup } from '../../../core/html/index.ts';
import type { ReportedScript, SiteReport } from '../../../core/schema/index.ts';
import { isFinding } from '../build.ts';
import { approvalWords, day, plural, scriptName } from './words.ts';

/** Rows of each table; beyond it a page is no longer read. JSON has all. */
const rowsShown = 1000;

/** The inventory that PCI DSS 6.4.3 asks for: payment pages first, then the rest. */
export function renderInventory({ scripts }: SiteReport): Content {
  const isInScope = (script: ReportedScript): boolean => script.onPaymentPages && !script.onlyInForeignFrames;
  const groups = [
    ['On payment pages', scripts.filter(isInScope)],
    [
      "On payment pages, inside frames of other sites only (such as a payment provider's)",
      scripts.filter((script) => script.onPaymentPages && script.onlyInForeignFrames),
    ],
    ['On other pages only', scripts.filter((script) => !script.onPaymentPages)],
  ] as const;
  if (scripts.length === 0) return html`<p class="soft">There were none.</p>`;
  return groups
    .filter(([, group]) => group.length > 0)
    .map(
      ([title, group]) =>
        html`<h3 class="group">${title}: ${plural(group.length, 'script')}</h3>
          ${table(group)}`,
    );
}

function table(scripts: readonly ReportedScript[]): Markup {
  const left = scripts.length - rowsShown;
  return html`<div class="card table">
      <table class="inventory">
        <thead>
          <tr>
            <th>Script</th>
            <th>Verdict</th>
            <th>Authorised</th>
            <th>Owner, purpose, justification</th>
          </tr>
        </thead>
        <tbody>
          ${scripts.slice(0, rowsShown).map(row)}
        </tbody>
      </table>
    </div>
    ${left > 0 && html`<p class="note">${plural(left, 'more script')} stand in the JSON report.</p>`}`;
}

function row(script: ReportedScript): Markup {
  const isBad = isFinding(script);
  const name = scriptName(script, isBad);
  const { approval, approvalState, integrity } = script;
  const places = [
    script.kinds.join(', '),
    plural(script.pageCount, 'page'),
    `${day(script.firstSeenAt)} to ${day(script.lastSeenAt)}${script.isPresent ? '' : ' (gone)'}`,
    script.versionCount > 1 ? `${script.versionCount} versions` : null,
    integrity.attribute === 'none' ? null : `SRI${integrity.attribute === 'some' ? ' in part' : ''}`,
  ].filter((place) => place !== null);
  return html`<tr>
    <td>
      ${isBad ? html`<a href="#script-${script.id}">${name}</a>` : name}<span class="where"
        >${shown(places.join(' · '), 200)}</span
      ><span class="where hash">${script.versions[0]?.sha256.slice(0, 24) ?? ''}</span>
    </td>
    <td>
      <span class="tag ${script.verdict ?? 'unanalysed'}">${script.verdict ?? 'not analysed'}</span>${
        script.isFalsePositive && html`<span class="where">false positive, says a person</span>`
      }${script.partial && html`<span class="where">in part only</span>`}
    </td>
    <td>
      <span class="tag ${tones[approvalState]}">${approvalWords[approvalState]}</span>${
        approval &&
        html`<span class="where"
          >${shown(approval.decidedBy, 60)},
          ${day(approval.decidedAt)}${approval.expiresAt && `, until ${day(approval.expiresAt)}`}${approval.scope === 'script' ? '' : ` (by ${approval.scope})`}</span
        >`
      }
    </td>
    <td>${approval ? words(approval) : html`<span class="soft">–</span>`}</td>
  </tr> `;
}

const tones: Record<ReportedScript['approvalState'], string> = {
  approved: 'benign',
  rejected: 'malicious',
  expired: 'suspicious',
  undecided: 'low',
};

function words({ owner, purpose, justification }: NonNullable<ReportedScript['approval']>): Content {
  const lines = [
    owner === null ? null : html`<b>${shown(owner, 100)}</b>`,
    purpose === null ? null : shown(purpose, 300),
    justification === null ? null : shown(justification, 400),
  ].filter((line) => line !== null);
  if (lines.length === 0) return html`<span class="soft">none given</span>`;
  return lines.map((line) => html`<span class="line">${line}</span>`);
}
