import type { Form } from '../../../core/schema/index.ts';
import type { PolicyFacts } from './facts.ts';
import type { PolicyScript } from './scripts.ts';

/** Sources of each directive, and where each comes from. */
export type Sources = Map<string, Set<string>>;

/** Which directive a resource type of the browser falls under (CSP Level 3, fetch directives). */
const directiveOf: Record<string, string> = {
  script: 'script-src',
  stylesheet: 'style-src',
  image: 'img-src',
  font: 'font-src',
  media: 'media-src',
  texttrack: 'media-src',
  manifest: 'manifest-src',
  xhr: 'connect-src',
  fetch: 'connect-src',
  eventsource: 'connect-src',
  websocket: 'connect-src',
  ping: 'connect-src',
};

/** Types that a policy has nothing to say about, or that are the pages themselves. */
const ignoredTypes: ReadonlySet<string> = new Set(['document', 'preflight', 'cspviolationreport', 'unknown']);

/** What the site used, by directive; origins that only `banned` scripts contacted are left out. Pure. */
export function sourcesOf(
  facts: PolicyFacts,
  scripts: readonly PolicyScript[],
  banned: ReadonlySet<number>,
): { sources: Sources; leftOut: string[]; unassigned: string[] } {
  const sources: Sources = new Map();
  const self = new Set(facts.site.definition.startUrls.flatMap((url) => URL.parse(url)?.origin ?? []));
  const add = (directive: string, origin: string): void => {
    const known = sources.get(directive) ?? new Set();
    sources.set(directive, known.add(self.has(origin) ? "'self'" : origin));
  };
  const leftOut = bannedOrigins(facts, scripts, banned);
  const unassigned: string[] = [];
  for (const { type, origin } of facts.uses) {
    if (leftOut.has(origin) || ignoredTypes.has(type)) continue;
    const directive = directiveOf[type];
    if (directive === undefined) {
      if (!self.has(origin)) unassigned.push(`${origin} (${type})`);
    } else if (directive !== 'script-src') add(directive, origin);
  }
  for (const script of scripts) {
    const origin = script.url === null ? undefined : URL.parse(script.url)?.origin;
    if (origin === undefined || origin === 'null' || banned.has(script.id)) continue;
    add(
      script.kinds.has('worker') || script.kinds.has('shared-worker') || script.kinds.has('service-worker')
        ? 'worker-src'
        : 'script-src',
      origin,
    );
  }
  for (const { kind, value } of facts.endState) {
    if (kind === 'frame') addUrl('frame-src', (value as { url: string }).url, add);
    if (kind === 'form') addUrl('form-action', (value as Form).action, add);
  }
  return { sources, leftOut: [...leftOut].sort(), unassigned: [...new Set(unassigned)].sort() };
}

/** Templates of addresses keep their origin. */
function addUrl(directive: string, text: string, add: (directive: string, origin: string) => void): void {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) add(directive, url.origin);
}

/** Origins that nobody but banned scripts contacted, and those that banned scripts came from. */
function bannedOrigins(
  { contacts }: PolicyFacts,
  scripts: readonly PolicyScript[],
  banned: ReadonlySet<number>,
): Set<string> {
  const byOrigin = Map.groupBy(contacts, ({ origin }) => URL.parse(origin)?.origin ?? originOf(origin));
  const used = new Set(
    scripts
      .filter(({ id }) => !banned.has(id))
      .flatMap(({ url }) => (url === null ? [] : (URL.parse(url)?.origin ?? []))),
  );
  return new Set(
    [...byOrigin]
      .filter(
        ([origin, list]) =>
          !used.has(origin) && list.every(({ scriptId }) => scriptId !== null && banned.has(scriptId)),
      )
      .map(([origin]) => origin),
  );
}

/** Web sockets have no origin in the URL standard's eyes. */
function originOf(text: string): string {
  const url = URL.parse(text);
  return url ? `${url.protocol}//${url.host}` : text;
}
