import { isRotating, type PolicyScript } from './scripts.ts';
import type { PolicyFacts } from './facts.ts';
import type { PolicySuggestion } from './schema.ts';

type Risk = PolicySuggestion['risks'][number];

/** Longest list of one risk; the suggestion itself has all. */
const subjectsListed = 50;

/** What may go wrong with a suggestion, and what it leaves open, in words. Pure. */
export function risksOf(
  facts: PolicyFacts,
  scripts: readonly PolicyScript[],
  found: { leftOut: readonly string[]; unassigned: readonly string[]; length: number },
): Risk[] {
  const labels = (wanted: (script: PolicyScript) => boolean): string[] =>
    scripts.filter(wanted).map(({ label }) => label);
  const has =
    (...kinds: string[]) =>
    (script: PolicyScript): boolean =>
      kinds.some((kind) => script.kinds.has(kind));
  const once =
    facts.crawls < 3 ? [] : facts.uses.filter(({ crawls, type }) => crawls === 1 && type !== 'document');
  const risks: (Risk | false)[] = [
    facts.crawls < 3 && {
      code: 'few-crawls',
      text: `It rests on ${facts.crawls} crawls. What pages load only at times, to some visitors or behind a login, is not in it. Let some more crawls and a week of report-only pass before enforcing.`,
      subjects: [],
    },
    risk(
      'malicious-left-out',
      'These scripts are judged malicious: they and what only they contacted are left out, so a policy that is enforced stops them. Take them off the site all the same.',
      [...labels(({ verdict }) => verdict === 'malicious'), ...found.leftOut],
    ),
    risk(
      'suspicious-allowed',
      'These scripts are judged suspicious and are allowed by it. Look at them first.',
      labels(({ verdict }) => verdict === 'suspicious'),
    ),
    risk(
      'unsafe-eval',
      "'unsafe-eval' is needed because code was made from text at run time, as by these. It lets an injected string become code: ask for a build without eval, and drop it.",
      labels(has('eval')),
    ),
    risk(
      'inline-handlers',
      "Event handlers in attributes are named by hash with 'unsafe-hashes'. Better: attach them in a script, and drop both.",
      labels(has('handler')),
    ),
    risk(
      'javascript-urls',
      'Links of the form javascript: cannot be allowed without allowing all of them: rewrite them.',
      labels(has('javascript-url')),
    ),
    risk(
      'nonce-needed',
      'These inline scripts differ from request to request, so that no hash can name them. They need a nonce, fresh and random for each response; pages from a cache that is shared cannot have one.',
      labels((script) => isInline(script) && isRotating(script, facts.crawls)),
    ),
    risk(
      'scheme-sources',
      'Scripts came from data: or blob: addresses. Allowing them lets any injected text run as such a script: find out what makes them, and replace it.',
      labels(has('data-url', 'blob-url')),
    ),
    risk(
      'rotating-scripts',
      'The bodies of these third-party scripts changed between crawls. They cannot have an integrity attribute, and their host may send something else at any time: watch them.',
      labels((script) => script.isThirdParty && script.versions > 1),
    ),
    risk(
      'seen-once',
      'These were used in one crawl only. They may be an experiment, a rare page or an injection: decide on each before it is allowed.',
      once.map(({ type, origin }) => `${origin} (${type})`),
    ),
    risk(
      'unassigned',
      'It is not known what these were used for; no directive allows them. Reports will tell.',
      found.unassigned,
    ),
    risk(
      'from-visitors',
      'These were reported by visitors in several networks and never met by a crawl. They were asked for, so they are in it: decide on each before it is enforced.',
      (facts.visitors ?? []).map(({ directive, blocked }) => `${blocked} (${directive})`),
    ),
    facts.uses.length === 0 &&
      facts.crawls > 0 && {
        code: 'uses-unknown',
        text: 'The crawls looked at did not yet note what hosts were used for: images, styles, fonts and connections of other hosts are missing. Crawl the site again.',
        subjects: [],
      },
    {
      code: 'hosts-are-trusted',
      text: "A list of hosts trusts every script on them; on hosts that serve anybody's files (public CDNs, tag managers) that is nearly everything. The strict form with nonces and 'strict-dynamic' trusts what your own pages ask for instead, and what those scripts load.",
      subjects: [],
    },
    {
      code: 'styles-allowed',
      text: 'Crawls do not note inline styles, data: images and data: fonts, so they are allowed throughout.',
      subjects: [],
    },
    found.length > 4096 && {
      code: 'long-header',
      text: `The header has ${found.length} bytes; some servers and proxies refuse more than 4 or 8 KiB. Move inline scripts into files to lose their hashes, or use the strict form.`,
      subjects: [],
    },
  ];
  return risks.filter((one) => one !== false);
}

function risk(code: string, text: string, subjects: readonly string[]): Risk | false {
  return subjects.length > 0 && { code, text, subjects: [...new Set(subjects)].slice(0, subjectsListed) };
}

/** Code that stands in the page, without an address. */
export function isInline(script: PolicyScript): boolean {
  return (
    script.url === null &&
    (script.kinds.has('inline') || script.kinds.has('module') || script.kinds.has('unexecuted'))
  );
}
