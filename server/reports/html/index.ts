import {
  dateText,
  html,
  shown,
  standalonePage,
  type Content,
  type Markup,
} from '../../../core/html/index.ts';
import type { SiteReport } from '../../../core/schema/index.ts';
import { renderAlerts, renderChanges } from './changes.ts';
import { renderFindings } from './findings.ts';
import { renderInventory } from './inventory.ts';
import {
  headlineOf,
  periodText,
  renderCounts,
  renderHero,
  renderRequirements,
  renderScope,
  titles,
} from './overview.ts';
import { reportStyle } from './style.ts';
import { renderCadence, renderCoverage, renderPages } from './watch.ts';

type Section = keyof typeof titles;

/** In the order in which an assessor reads: what is claimed, what was found, what changed, the evidence, its limits. */
const sections: readonly [Section, (report: SiteReport) => Content][] = [
  ['summary', renderScope],
  ['requirements', renderRequirements],
  ['findings', renderFindings],
  ['changes', renderChanges],
  ['alerts', renderAlerts],
  ['scripts', renderInventory],
  ['pages', renderPages],
  ['cadence', renderCadence],
  ['coverage', renderCoverage],
];

/** The report as one page that needs nothing else, for screens and for A4 paper. Pure. */
export function renderSiteReport(report: SiteReport): string {
  const { headline } = headlineOf(report);
  return standalonePage({
    title: `${report.site.name}: ${headline}, ${periodText(report)}`,
    style: reportStyle,
    body: html`<main>
      <header class="top">
        <span><span class="brand">Scriptwarden</span> site report</span
        ><time datetime="${report.generatedAt}">${dateText(report.generatedAt)}</time>
      </header>
      ${renderHero(report)} ${renderCounts(report)}
      <ul class="toc">
        ${sections.map(([section]) => html`<li><a href="#${section}">${titles[section]}</a></li> `)}
      </ul>
      ${sections.map(
        ([section, render]) =>
          html`<h2 id="${section}">${titles[section]}</h2>
            ${render(report)}`,
      )}
      ${footer(report)}
    </main>`,
  });
}

function footer({ tool, generatedAt, site }: SiteReport): Markup {
  return html`<div class="signature">
      <p>Reviewed by, date</p>
      <p>Signature</p>
    </div>
    <footer>
      <p>
        Scores run from 1, certainly malicious, to 99, certainly not. Below 10 a script is malicious, below 50
        suspicious. Each score is the detector's judgement, not proof. Verdicts are those of the detector in
        use when the report was made; decisions are those in force at the end of the period. Addresses of
        findings are written so that nobody opens them by accident: <code>evil[.]example</code> stands for
        evil.example.
      </p>
      <p>
        Scriptwarden ${tool.version} for ${shown(site.name, 120)}, made ${dateText(generatedAt)}. All times
        are UTC.
      </p>
    </footer>`;
}
