import type { PolicyFacts } from './facts.ts';
import { integrityOf } from './integrity.ts';
import { isInline, risksOf } from './risks.ts';
import { hashSource, isRotating, scriptsOf, type PolicyScript } from './scripts.ts';
import type { PolicySuggestion } from './schema.ts';
import { sourcesOf, type Sources } from './sources.ts';

/** Handlers beyond this many make a header that nobody can send. */
const mostHashes = 60;

/**
 * A policy that would let the site go on as crawls saw it, the malicious left out; in two forms, report-only first, with
 * integrity attributes and everything that speaks against using it blindly. Pure.
 */
export function suggestPolicy(facts: PolicyFacts, reportTo: string): PolicySuggestion {
  const scripts = scriptsOf(facts).filter(({ present }) => present.length > 0);
  const banned = new Set(scripts.filter(({ verdict }) => verdict === 'malicious').map(({ id }) => id));
  const allowed = scripts.filter(({ id }) => !banned.has(id));
  const { sources, leftOut, unassigned } = sourcesOf(facts, scripts, banned);
  const inline = allowed
    .filter((script) => script.url === null && !isMadeAtRunTime(script))
    .map((script) => adviceFor(script, facts.crawls));
  const byHosts = hostsPolicy(facts, sources, allowed, inline);
  const strict = strictPolicy(allowed, byHosts);
  const value = valueOf(byHosts);
  const needsNonce = value.includes('{NONCE}');
  return {
    schemaVersion: 1,
    site: facts.site.name,
    crawls: facts.crawls,
    withVisitors: facts.visitors !== null,
    headers: {
      'Content-Security-Policy-Report-Only': `${value}; report-uri ${reportTo}; report-to scriptwarden`,
      'Reporting-Endpoints': `scriptwarden="${reportTo}"`,
    },
    needsNonce,
    policies: [
      {
        name: 'hosts',
        about:
          'Allows the hosts and inline scripts that crawls saw. Needs no change of the pages where nothing differs per request.',
        directives: Object.fromEntries(byHosts),
        value,
      },
      {
        name: 'strict',
        about:
          "Allows what carries a nonce, and what those scripts load ('strict-dynamic'). Holds against injected markup even on trusted hosts, and needs a nonce on every script element of every response.",
        directives: Object.fromEntries(strict),
        value: valueOf(strict),
      },
    ],
    inline,
    ...integrityOf(allowed, facts),
    risks: risksOf(facts, scripts, { leftOut, unassigned, length: value.length }),
    steps: stepsOf(needsNonce),
  };
}

type Directives = [string, string[]][];
type Inline = PolicySuggestion['inline'][number];

function hostsPolicy(
  facts: PolicyFacts,
  sources: Sources,
  scripts: readonly PolicyScript[],
  inline: readonly Inline[],
): Directives {
  for (const { directive, blocked } of facts.visitors ?? []) {
    const name = directive.replace(/-(?:elem|attr)$/, '');
    if (!blocked.startsWith("'") && sources.has(name)) sources.get(name)!.add(`https://${blocked}`);
    else if (!blocked.startsWith("'")) sources.set(name, new Set([`https://${blocked}`]));
  }
  const of = (name: string): string[] => [...(sources.get(name) ?? [])].sort();
  const withSelf = (name: string, ...more: string[]): string[] => [
    ...new Set(["'self'", ...of(name), ...more]),
  ];
  const hashes = (wanted: (one: Inline) => boolean): string[] =>
    [...new Set(inline.filter(wanted).flatMap((one) => one.hashes))].map((hash) => `'${hash}'`);
  const handlers = hashes((one) => one.kinds.includes('handler'));
  const blocks = hashes((one) => one.advice === 'hash' && !one.kinds.includes('handler'));
  const worker = of('worker-src');
  return [
    ['default-src', ["'self'"]],
    [
      'script-src',
      withSelf(
        'script-src',
        ...schemesOf(scripts),
        ...evalOf(scripts),
        ...blocks,
        ...(inline.some(({ advice }) => advice === 'nonce') ? ["'nonce-{NONCE}'"] : []),
        "'report-sample'",
      ),
    ],
    ...attributes(handlers),
    ['style-src', withSelf('style-src', "'unsafe-inline'")],
    ['img-src', withSelf('img-src', 'data:')],
    ['font-src', withSelf('font-src', 'data:')],
    ['media-src', withSelf('media-src')],
    ['connect-src', withSelf('connect-src')],
    ['frame-src', withSelf('frame-src')],
    ...(worker.length > 0
      ? [
          ['worker-src', [...worker, ...(hasKind(scripts, 'blob-url') ? ['blob:'] : [])]] as [
            string,
            string[],
          ],
        ]
      : []),
    ['form-action', withSelf('form-action')],
    ['object-src', ["'none'"]],
    ['base-uri', ["'self'"]],
    ['frame-ancestors', ["'self'"]],
  ];
}

/** Hashes of handlers stand in a directive of their own: there they allow nothing else. */
function attributes(handlers: readonly string[]): Directives {
  if (handlers.length === 0) return [['script-src-attr', ["'none'"]]];
  if (handlers.length > mostHashes) return [['script-src-attr', ["'unsafe-inline'"]]];
  return [['script-src-attr', ["'unsafe-hashes'", ...handlers, "'report-sample'"]]];
}

function strictPolicy(scripts: readonly PolicyScript[], byHosts: Directives): Directives {
  const attributeDirective = byHosts.filter(([name]) => name === 'script-src-attr');
  return [
    ['script-src', ["'nonce-{NONCE}'", "'strict-dynamic'", ...evalOf(scripts), "'report-sample'"]],
    ...attributeDirective,
    ['object-src', ["'none'"]],
    ['base-uri', ["'none'"]],
    ...byHosts.filter(([name]) => name === 'form-action' || name === 'frame-ancestors'),
  ];
}

function evalOf(scripts: readonly PolicyScript[]): string[] {
  if (hasKind(scripts, 'eval')) return ["'unsafe-eval'"];
  return hasKind(scripts, 'wasm') ? ["'wasm-unsafe-eval'"] : [];
}

function schemesOf(scripts: readonly PolicyScript[]): string[] {
  return [
    ...(hasKind(scripts, 'data-url') ? ['data:'] : []),
    ...(hasKind(scripts, 'blob-url') ? ['blob:'] : []),
  ];
}

function hasKind(scripts: readonly PolicyScript[], kind: string): boolean {
  return scripts.some(({ kinds }) => kinds.has(kind));
}

/** Made by another script, which the policy allows or not: nothing in the page to name. */
function isMadeAtRunTime({ kinds }: PolicyScript): boolean {
  return ['eval', 'wasm', 'data-url', 'blob-url', 'worklet'].some((kind) => kinds.has(kind));
}

function adviceFor(script: PolicyScript, crawls: number): Inline {
  const shown = { label: script.label, kinds: [...script.kinds].sort(), pages: script.pages };
  const hashes = script.present.map(({ sha256 }) => hashSource(sha256));
  if (script.kinds.has('javascript-url'))
    return {
      ...shown,
      advice: 'rewrite',
      hashes: [],
      why: 'A javascript: address cannot be allowed by itself.',
    };
  if (isRotating(script, crawls)) {
    const advice = script.kinds.has('handler') ? 'rewrite' : 'nonce';
    return {
      ...shown,
      advice,
      hashes: [],
      why: 'It differs from request to request; move what differs into an attribute or a JSON block, or give the element a nonce.',
    };
  }
  if (script.kinds.has('handler'))
    return {
      ...shown,
      advice: 'rewrite',
      hashes,
      why: 'An event handler in an attribute; allowed by hash until it is attached in a script.',
    };
  if (script.kinds.has('injected') && !isInline(script))
    return {
      ...shown,
      advice: 'hash',
      hashes,
      why: "Another script puts it into the page; under the strict form 'strict-dynamic' covers it.",
    };
  return {
    ...shown,
    advice: 'hash',
    hashes,
    why: script.present.length > 1 ? 'Several bodies, each steady.' : 'The same in every crawl.',
  };
}

function valueOf(directives: Directives): string {
  return directives.map(([name, values]) => [name, ...values].join(' ')).join('; ');
}

function stepsOf(needsNonce: boolean): string[] {
  return [
    ...(needsNonce
      ? [
          'Make a random nonce for each response (16 bytes or more), put it where {NONCE} stands, and on each inline script that needs one.',
        ]
      : []),
    'Send the two headers above with every page. Report-only blocks nothing: browsers report what the policy would have blocked.',
    'Watch the reports for a week or a business cycle. Add what is missing, decide on what is strange; hosts that crawls never met are told as changes.',
    'Add the integrity attributes. A vendor who changes such a file without telling breaks the page: agree on versions first.',
    'When the reports have run dry, send the same value as Content-Security-Policy, and try the next, stricter one report-only beside it.',
  ];
}
