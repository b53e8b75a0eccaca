import { defangHost } from '../../../core/encoding/index.ts';
import type { CanaryLeak } from '../../../core/schema/index.ts';
import { isNotable, worstFirst, type ReportContext, type ReportModel } from '../model.ts';
import { renderCoverage } from './coverage.ts';
import { renderFinding } from './finding.ts';
import {
  dateText,
  html,
  shown,
  standalonePage,
  style,
  type Content,
  type Markup,
} from '../../../core/html/index.ts';
import { renderScripts } from './scripts.ts';
import { renderCounts, renderHero, summarise } from './verdict.ts';

/** Beyond this many a page is no longer read; the table still lists every script. */
const findingsShown = 100;

/**
 * The report as one page that needs nothing else: no script, no image, no font, no network. Made to be sent to somebody
 * who was not there: the verdict first, then why, then everything that was looked at. Reads well on paper. Pure.
 */
export function renderHtml(model: ReportModel, { at, toolVersion }: ReportContext): string {
  const entries = worstFirst(model.entries);
  const findings = entries.filter(isNotable);
  const { headline, tone } = summarise(model);
  const isCrawl = model.crawl !== undefined;
  const leaks = model.crawl?.canaryLeaks.filter((leak) => !leak.expected) ?? [];
  const models = [...new Set(entries.map((entry) => entry.model.version))].sort();
  return standalonePage({
    title: `${headline} – Scriptwarden, ${at.slice(0, 10)}`,
    style,
    body: html`<main>
      <header class="top">
        <span><span class="brand">Scriptwarden</span> script report</span
        ><time datetime="${at}">${dateText(at)}</time>
      </header>
      ${renderHero(model)} ${renderCounts(model)}
      ${leaks.map(renderLeak)}${tone === 'malicious' && renderAdvice(isCrawl)}${
        findings.length > 0 &&
        html`<h2>Findings</h2>
          ${findings.slice(0, findingsShown).map((entry, index) => renderFinding(entry, index + 1))}`
      }${findings.length > findingsShown && html`<p class="note">${findings.length - findingsShown} more stand in the table below.</p>`}
      <h2>${isCrawl ? 'All scripts' : 'All files'}</h2>
      ${entries.length > 0 ? renderScripts(entries, isCrawl) : html`<p class="soft">There were none.</p>`}
      <h2>Coverage</h2>
      ${renderCoverage(model)}
      <footer>
        <p>
          Scores run from 1, certainly malicious, to 99, certainly not. Below 10 a script is malicious, below
          50 suspicious. Each score is the detector's judgement, not proof: code that only arrives later or
          hides until it runs can escape it. A reason's severity (critical to low) is how much it says alone;
          the verdict weighs the script as a whole, so mild reasons may add up. What is marked (emulated) was
          seen as the script ran in a made-up shop inside a sandbox, from which nothing leaves. Addresses are
          written so that nobody opens them by accident:
          <code>evil[.]example</code> stands for evil.example.
        </p>
        <p>
          Scriptwarden
          ${toolVersion}${models.length > 0 ? [', detector ', shown(models.join(', '), 120)] : null}. Seen
          ${dateText(at)}.
        </p>
      </footer>
    </main>`,
  });
}

function renderLeak(leak: CanaryLeak): Markup {
  return html`<section class="card leak note">
    <b>Test data was stolen.</b> What was typed into <code>${shown(leak.field, 80)}</code> was sent to
    <code>${shown(defangHost(leak.host), 160)}</code> by ${shown(leak.via, 40)} (${shown(leak.encoding, 40)}).
  </section> `;
}

function renderAdvice(isCrawl: boolean): Content {
  return html`<h2>What to do now</h2>
    <div class="card">
      <ol class="advice">
        <li>
          ${isCrawl ? 'Take the scripts named below off the site, or the pages that carry them' : 'Do not ship the files named below'};
          keep a copy of each for the inquiry.
        </li>
        <li>Find out who added them and how: an own change, a supplier, a tag manager, or an intruder.</li>
        <li>
          If one took payment or personal data, treat what customers typed while it ran as stolen, and tell
          whoever must be told.
        </li>
      </ol>
    </div>`;
}
