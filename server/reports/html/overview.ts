import { dayText, html, shown, type Content, type Markup } from '../../../core/html/index.ts';
import type { SiteReport, Verdict } from '../../../core/schema/index.ts';
import { facts, plural, requirementWords } from './words.ts';

/** The report in a headline and a sentence, for somebody who reads nothing else. */
export function headlineOf({ summary, findings, cadence, complete }: SiteReport): {
  tone: Verdict;
  headline: string;
  sentence: string;
} {
  const { scripts } = summary;
  const looks = cadence.done + cadence.incomplete;
  if (looks === 0 && scripts.total === 0) {
    return {
      tone: 'unanalysed',
      headline: 'Nothing was looked at',
      sentence: 'No crawl reached the site in this period, so nothing can be said about its scripts.',
    };
  }
  const scope = `${plural(scripts.total, 'script')} on ${plural(summary.pages, 'page')}, looked at ${plural(looks, 'time')}.`;
  const gap = complete ? '' : ' Not everything could be looked at: see Coverage.';
  const malicious = findings.scripts.length - scripts.suspicious;
  if (malicious > 0 || findings.leaks.length > 0) {
    return {
      tone: 'malicious',
      headline:
        malicious > 0
          ? `${plural(malicious, 'malicious script')} in this period`
          : 'Test data left the site in this period',
      sentence: `${scope}${findings.leaks.length > 0 ? ' Test data that was typed into the site was seen leaving it.' : ''}${gap}`,
    };
  }
  if (scripts.suspicious > 0) {
    return {
      tone: 'suspicious',
      headline: `${plural(scripts.suspicious, 'suspicious script')} to look into`,
      sentence: `${scope} Nothing is certainly malicious.${gap}`,
    };
  }
  return {
    tone: complete ? 'benign' : 'unanalysed',
    headline: complete ? 'Nothing malicious found' : 'Nothing malicious in what was seen',
    sentence: `${scope}${gap}`,
  };
}

export function renderHero(report: SiteReport): Markup {
  const { tone, headline, sentence } = headlineOf(report);
  return html`<section class="hero ${tone}">
    <p class="subject">${shown(report.site.name, 120)} · ${periodText(report)}</p>
    <h1>${headline}</h1>
    <p>${sentence}</p>
  </section>`;
}

/** `1 November 2026 to 30 November 2026`; the end is exclusive. */
export function periodText({ period }: SiteReport): string {
  const last = new Date(Date.parse(period.to) - 1).toISOString();
  return `${dayText(period.from)} to ${dayText(last)}`;
}

export function renderCounts({ summary, requirements }: SiteReport): Markup {
  const { changes, scripts, approvals } = summary;
  const attention = requirements.filter(({ state }) => state !== 'supported').length;
  const grave = changes.critical + changes.high;
  const counts: [string, number, string][] = [
    ['malicious', summary.findings, summary.findings === 1 ? 'finding' : 'findings'],
    ['suspicious', grave, 'grave changes'],
    ['unanalysed', approvals.undecided + approvals.expired, 'scripts not authorised'],
    ['suspicious', attention, `of ${requirements.length} PCI DSS points need attention`],
    ['', scripts.onPaymentPages, 'scripts on payment pages'],
    ['', scripts.total, 'scripts in all'],
  ];
  return html`<ul class="counts">
    ${counts.map(([tone, count, words]) => html`<li class="${count > 0 ? tone : 'none'}"><b>${count}</b> ${words}</li> `)}
  </ul>`;
}

/** What the report is about and how it came about. */
export function renderScope(report: SiteReport): Markup {
  const { site, tool, summary, cadence } = report;
  const schedule = cadence.schedule;
  return html`<div class="card">
    ${facts([
      ['Site', shown(site.name, 120)],
      ['Start addresses', site.startUrls.map((url, index) => [index > 0 ? ', ' : '', shown(url, 200)])],
      ['Answerable', site.owner === null ? 'nobody is named' : shown(site.owner, 120)],
      ['Period', `${periodText(report)} (UTC)`],
      ['Payment pages', paymentText(summary)],
      [
        'Method',
        'A real browser visits the pages as a shopper would; every script that ran or could run is kept by its SHA-256, judged, and compared with what the same pages showed before.',
      ],
      [
        'Cadence',
        schedule === null
          ? 'no schedule is set'
          : [
              html`<code>${shown(schedule.cron, 60)}</code>`,
              ` (${schedule.timeZone})${schedule.isEnabled ? '' : ', switched off'}`,
            ],
      ],
      [
        'Made by',
        [
          'Scriptwarden ',
          tool.version,
          tool.detectors.length > 0 ? [', detector ', shown(tool.detectors.join(', '), 160)] : null,
        ],
      ],
    ])}
  </div>`;
}

function paymentText({ paymentPages, pages }: SiteReport['summary']): Content {
  return paymentPages === 0
    ? `none of ${plural(pages, 'page')} was recognised as one`
    : `${paymentPages} of ${plural(pages, 'page')}`;
}

/** Each requirement with what the evidence shows, in an assessor's order. */
export function renderRequirements({ requirements }: SiteReport): Markup {
  return html`<div class="card">
    <p class="note first">
      What this period's evidence shows for PCI DSS 6.4.3 (scripts of payment pages are authorised, intact and
      inventoried) and 11.6.1 (change and tamper detection). It supports an assessment and is none: which
      pages are in scope, and whether a requirement is in place, is for the assessor to decide.
    </p>
    <ol class="requirements">
      ${requirements.map(
        ({ standard, number, title, asks, state, says, gaps, sections }) =>
          html`<li>
            <div class="tags">
              <span class="tag ${tones[state]}">${requirementWords[state]}</span>
              <b>${number} ${title}</b> <span class="soft">${standard}</span>
            </div>
            <p class="asks">${asks}</p>
            ${says.map((text) => html`<p>${text}</p>`)}${
              gaps.length > 0 &&
              html`<ul class="gaps">
                ${gaps.map((text) => html`<li class="blocking">${text}</li>`)}
              </ul>`
            }
            <p class="where">
              See
              ${sections.map((section, index) => [index > 0 ? ', ' : '', html`<a href="#${section}">${titles[section]}</a>`])}
            </p>
          </li> `,
      )}
    </ol>
  </div>`;
}

const tones: Record<SiteReport['requirements'][number]['state'], Verdict> = {
  supported: 'benign',
  attention: 'suspicious',
  'no-evidence': 'unanalysed',
};

/** Titles of the sections by their anchor. */
export const titles = {
  summary: 'Scope and method',
  requirements: 'PCI DSS evidence',
  findings: 'Findings',
  changes: 'Changes',
  alerts: 'Alerts',
  scripts: 'Script inventory',
  pages: 'Pages and headers',
  cadence: 'Monitoring cadence',
  coverage: 'Coverage',
} as const;
