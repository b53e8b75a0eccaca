import { defangHost, defangText, defangUrl } from '../../../core/encoding/index.ts';
import { severities, type Evidence, type Location } from '../../../core/schema/index.ts';
import { plural, type Entry } from '../model.ts';
import { inPage, kindsOf, pagePath } from '../place.ts';
import { html, shown, visible, type Content, type Markup } from '../../../core/html/index.ts';
import { categoryWords } from './verdict.ts';

/** The rest is counted; JSON has all. */
const reasonsShown = 8;
const namesShown = 12;
const stepsShown = 8;
const pagesShown = 6;

/** One finding: what it is, what it takes and where that goes, where it was seen, and each reason with its place. */
export function renderFinding(entry: Entry, number: number): Markup {
  const reasons = worstOfEachPlace(entry.evidence);
  const left = entry.evidence.length - Math.min(reasons.length, reasonsShown);
  return html`<article class="card finding" id="finding-${number}">
    <div class="tags">
      <span class="number">${number}</span> <span class="tag ${entry.verdict}">${entry.verdict}</span>${
        entry.category && html` <span>${categoryWords[entry.category]}</span>`
      }${entry.scores && html` <span class="soft">score ${entry.scores.integrity} of 99</span>`}
    </div>
    <h3 class="path">${shown(defangUrl(entry.path))}</h3>
    ${renderFlow(entry)}${renderFacts(entry)}
    <ol class="reasons">
      ${reasons.slice(0, reasonsShown).map((reason) => renderReason(reason, entry))}
    </ol>
    ${
      reasons.length === 0 &&
      html`<p class="note">No single place in the code stands out; the score rests on all of it.</p>`
    }${
      left > 0 &&
      html`<p class="note">
        And ${plural(left, 'more reason')}, some at the same places; the JSON report has all.
      </p>`
    }
  </article> `;
}

/** Fields on the left, destination on the right: the picture of a theft. */
function renderFlow(entry: Entry): Content {
  const fields = unique([...entry.evidence.map(({ field }) => field), ...entry.behaviour.fields]);
  const hosts = unique(entry.evidence.map(({ host }) => host));
  if (fields.length === 0 && hosts.length === 0) return null;
  const side = (name: string, values: readonly string[], none: string): Markup =>
    html`<div>
      <b>${name}</b>${values.length > 0 ? list(values) : html`<span class="soft">${none}</span>`}
    </div>`;
  return html`<div class="flow">
    ${side(
      'Reads',
      fields.map((field) => (field === '*' ? 'every input (*)' : field)),
      'no field named',
    )}<span class="arrow">→</span>${side('Sends to', hosts.map(defangHost), 'no host named')}
  </div>`;
}

function list(values: readonly string[]): Content {
  const more = values.length - namesShown;
  return [
    values
      .slice(0, namesShown)
      .map((value, index) => [index > 0 ? ', ' : '', html`<code>${shown(value, 120)}</code>`]),
    more > 0 ? ` and ${more} more` : '',
  ];
}

function renderFacts(entry: Entry): Content {
  const sightings = entry.sightings ?? [];
  const pages = [...new Set(sightings.map(({ pageUrl }) => pagePath(pageUrl)))];
  const loader = sightings.find(({ initiator }) => initiator.kind === 'script' && initiator.url)?.initiator;
  const rows: [string, Content][] = [];
  if (pages.length > 0) {
    const more = pages.length > pagesShown ? ` and ${plural(pages.length - pagesShown, 'more page')}` : '';
    rows.push(['Seen on', [shown(pages.slice(0, pagesShown).join(', ')), more, ` (${kindsOf(sightings)})`]]);
  }
  if (loader?.kind === 'script' && loader.url)
    rows.push(['Loaded by', html`<span class="path">${shown(defangUrl(loader.url), 200)}</span>`]);
  const library = entry.libraries?.[0];
  if (library)
    rows.push([
      'Contains',
      [shown(library.library, 80), ` (${Math.round(library.share * 100)} % of the code)`],
    ]);
  const similar = entry.similar?.[0];
  if (similar)
    rows.push(['Similar to', [shown(similar.family, 80), ` (${Math.round(similar.similarity * 100)} %)`]]);
  rows.push(['SHA-256', html`<code>${entry.sha256}</code>`]);
  return html`<dl class="facts">
    ${rows.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}

function renderReason(reason: Evidence, entry: Entry): Markup {
  const snippet = defangText(reason.snippet.trim().replaceAll(/\s+/g, ' '), [reason.host]);
  const inline = (entry.sightings ?? []).find(({ kind, line }) => kind === 'inline' && line);
  const page = inline && inPage(reason.location, inline);
  return html`<li>
    <div class="reason">
      <span class="tag ${reason.severity}">${reason.severity}</span>
      <div>
        <p>${shown(defangText(reason.message, [reason.host]))}</p>
        <p class="where">
          ${position(reason.location)}${page && `; in the page ${position(page)}`} · rule ${reason.rule}
        </p>
        ${snippet === '' ? null : html`<pre>${visible(snippet)}</pre>`}${renderSteps(reason)}
      </div>
    </div>
  </li> `;
}

/** The flow from source to destination, steps under their own numbers; of a long one both ends. */
function renderSteps(reason: Evidence): Content {
  const steps = reason.steps ?? [];
  if (steps.length < 2) return null;
  const items = steps.map(
    (step, index) =>
      html`<li value="${index + 1}">
        ${shown(defangText(step.message, [reason.host]), 200)}${
          step.location && html` <span class="where">(${position(step.location)})</span>`
        }
      </li>`,
  );
  const left = steps.length - stepsShown;
  const cut = [
    ...items.slice(0, 3),
    html`<li class="left">… ${plural(left, 'more step')}</li>`,
    ...items.slice(3 - stepsShown),
  ];
  return html`<ol class="steps">
    ${left > 0 ? cut : items}
  </ol>`;
}

/** Of several reasons at one place only the worst: the others say the same with less. */
function worstOfEachPlace(evidence: readonly Evidence[]): Evidence[] {
  const sorted = evidence.toSorted(
    (one, other) => severities.indexOf(other.severity) - severities.indexOf(one.severity),
  );
  return [...Map.groupBy(sorted, ({ location }) => position(location)).values()].map(([worst]) => worst!);
}

function position({ line, column }: Location): string {
  return `line ${line}, column ${column}`;
}

function unique(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}
