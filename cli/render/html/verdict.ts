import type { Category, Verdict } from '../../../core/schema/index.ts';
import { plural, type Entry, type ReportModel } from '../model.ts';
import { html, shown, type Markup } from '../../../core/html/index.ts';

/** What a category of malice does, for readers who do not know the words. */
export const categoryWords: Record<Category, string> = {
  magecart: 'Steals payment or personal data',
  cryptomining: 'Mines cryptocurrency',
  malware: 'Malware',
};

export interface Summary {
  readonly tone: Verdict;
  readonly headline: string;
  readonly sentence: string;
}

/** The whole report in a headline and a sentence, for somebody who reads nothing else. */
export function summarise(model: ReportModel): Summary {
  const { entries, complete, crawl } = model;
  const count = (verdict: Verdict): number => entries.filter((entry) => entry.verdict === verdict).length;
  const noun = crawl ? 'script' : 'file';
  const malicious = count('malicious');
  const suspicious = count('suspicious');
  const leaks = crawl?.canaryLeaks.filter((leak) => !leak.expected).length ?? 0;
  const scope = crawl
    ? `${plural(entries.length, 'distinct script')} on ${plural(crawl.receipt.pages.visited, 'page')} ${entries.length === 1 ? 'was' : 'were'} looked at.`
    : `${plural(entries.length, 'file')} ${entries.length === 1 ? 'was' : 'were'} looked at.`;
  const gap = complete ? '' : ' Not everything could be looked at: what is missing is listed under coverage.';
  if (crawl?.state === 'failed') {
    return {
      tone: 'unanalysed',
      headline: 'The site could not be reached',
      sentence: 'Nothing was looked at, so nothing can be said about its scripts.',
    };
  }
  if (malicious > 0 || leaks > 0) {
    const kinds = [...new Set(entries.filter(isMalicious).map(({ category }) => category))].filter(
      (one) => one !== null,
    );
    const what = kinds.map((kind) => deeds[kind]).join(', and ');
    return {
      tone: 'malicious',
      headline:
        malicious > 0
          ? `${plural(malicious, `malicious ${noun}`)} found`
          : 'Test card data was sent to a foreign host',
      sentence: `${scope}${what ? ` What was found ${what}.` : ''}${leaks > 0 && malicious > 0 ? ' Test card data typed into the site was seen leaving it.' : ''}${gap}`,
    };
  }
  if (suspicious > 0) {
    return {
      tone: 'suspicious',
      headline: `${plural(suspicious, `suspicious ${noun}`)} to look into`,
      sentence: `${scope} Nothing is certainly malicious, but ${suspicious === 1 ? 'one deserves' : 'some deserve'} a look by somebody who knows the code.${gap}`,
    };
  }
  if (!complete) {
    return {
      tone: 'unanalysed',
      headline: 'Nothing malicious in what was seen',
      sentence: `${scope}${gap} Take this as a part of the answer only.`,
    };
  }
  return {
    tone: 'benign',
    headline: 'Nothing malicious found',
    sentence: `${scope} None of it looks malicious or suspicious.`,
  };
}

const deeds: Record<Category, string> = {
  magecart: 'reads payment or personal data and sends it away',
  cryptomining: "mines cryptocurrency on visitors' computers",
  malware: 'attacks or misleads visitors',
};

function isMalicious({ verdict }: Entry): boolean {
  return verdict === 'malicious';
}

export function renderHero(model: ReportModel): Markup {
  const { tone, headline, sentence } = summarise(model);
  return html`<section class="hero ${tone}">
    <p class="subject">${shown(model.subject, 200)}</p>
    <h1>${headline}</h1>
    <p>${sentence}</p>
  </section>`;
}

export function renderCounts({ entries }: ReportModel): Markup {
  const shownAlways: readonly Verdict[] = ['malicious', 'suspicious', 'benign'];
  const counts = (['malicious', 'suspicious', 'unanalysed', 'benign'] as const)
    .map((verdict) => ({ verdict, count: entries.filter((entry) => entry.verdict === verdict).length }))
    .filter(({ verdict, count }) => count > 0 || shownAlways.includes(verdict));
  return html`<ul class="counts">
    ${counts.map(({ verdict, count }) => html`<li class="${count > 0 ? verdict : 'none'}"><b>${count}</b> ${verdict === 'unanalysed' ? 'not analysed' : verdict}</li> `)}
  </ul>`;
}
