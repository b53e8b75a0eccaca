import type { SecurityHeader } from './security-headers.ts';

/** Values of single-word headers from strongest to weakest. */
const ladders: Partial<Record<SecurityHeader, readonly string[]>> = {
  'x-frame-options': ['deny', 'sameorigin'],
  'x-content-type-options': ['nosniff'],
  'cross-origin-opener-policy': [
    'same-origin',
    'same-origin-allow-popups',
    'noopener-allow-popups',
    'unsafe-none',
  ],
  'cross-origin-embedder-policy': ['require-corp', 'credentialless', 'unsafe-none'],
  'cross-origin-resource-policy': ['same-origin', 'same-site', 'cross-origin'],
  'referrer-policy': [
    'no-referrer',
    'same-origin',
    'strict-origin',
    'origin',
    'strict-origin-when-cross-origin',
    'origin-when-cross-origin',
    'no-referrer-when-downgrade',
    'unsafe-url',
  ],
};

/** In what the later value of a header other than a content security policy protects less. */
export function policyWeakenings(name: SecurityHeader, before: string, after: string): string[] {
  if (name === 'strict-transport-security') return hstsWeakenings(before, after);
  if (name === 'permissions-policy') return permissionsWeakenings(before, after);
  const ladder = ladders[name];
  if (!ladder) return [];
  const [was, is] = [rung(ladder, before), rung(ladder, after)];
  return is > was ? [`is "${after}", "${before}" before`] : [];
}

/** An unknown value protects nothing. Of several (referrer policies) browsers take the last they know. */
function rung(ladder: readonly string[], value: string): number {
  const known = value
    .toLowerCase()
    .split(/[,;]/)
    .map((word) => ladder.indexOf(word.trim()))
    .filter((position) => position >= 0);
  return known.at(-1) ?? ladder.length;
}

function hstsWeakenings(before: string, after: string): string[] {
  const maxAge = (value: string): number => Number(/max-age\s*=\s*"?(\d+)/i.exec(value)?.[1] ?? 0);
  const found: string[] = [];
  if (maxAge(after) < maxAge(before)) found.push(`lasts ${maxAge(after)} s, ${maxAge(before)} s before`);
  for (const word of ['includeSubDomains', 'preload'])
    if (new RegExp(word, 'i').test(before) && !new RegExp(word, 'i').test(after)) found.push(`drops ${word}`);
  return found;
}

function permissionsWeakenings(before: string, after: string): string[] {
  const parse = (value: string): Map<string, string> =>
    new Map(
      [...value.matchAll(/([a-z-]+)\s*=\s*(\([^)]*\)|\*|self|[^,\s]+)/gi)].map((match) => [
        match[1]!.toLowerCase(),
        match[2]!,
      ]),
    );
  const [old, now] = [parse(before), parse(after)];
  return [...old].flatMap(([feature, allowed]) => {
    const is = now.get(feature);
    if (is === undefined) return [`no longer limits ${feature}`];
    const sources = (list: string): string[] => list.replace(/[()]/g, ' ').split(/\s+/).filter(Boolean);
    const wider = sources(is).filter(
      (source) => !sources(allowed).includes(source) && !sources(allowed).includes('*'),
    );
    return wider.length > 0 ? [`allows ${feature} to ${wider.join(' ')}`] : [];
  });
}
