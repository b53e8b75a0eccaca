import type { Behaviour, Verdict } from '../../../core/schema/index.ts';
import type { PageState, ScriptState, ScriptVersionState, SiteState } from '../../../server/drift/index.ts';

/** Hand-made states: each test says only what it is about. */

export function site(parts: Partial<SiteState> = {}): SiteState {
  return {
    site: 'shop',
    crawl: 'crawl-1',
    at: '2026-01-01T00:00:00.000Z',
    ownHosts: ['shop.example'],
    pages: [page()],
    scripts: [],
    steps: [],
    leaks: [],
    ...parts,
  };
}

export function page(parts: Partial<PageState> = {}): PageState {
  return {
    key: 'https://shop.example/checkout',
    url: 'https://shop.example/checkout',
    headers: [],
    frames: [],
    forms: [],
    cookies: [],
    hosts: [],
    ...parts,
  };
}

export function script(parts: Partial<ScriptState> = {}): ScriptState {
  return {
    id: 'https://shop.example/app.js',
    label: 'https://shop.example/app.js',
    url: 'https://shop.example/app.js',
    host: 'shop.example',
    versions: [version()],
    pages: ['https://shop.example/checkout'],
    visitors: [],
    ...parts,
  };
}

interface VersionParts extends Partial<Omit<ScriptVersionState, 'analysis'>> {
  does?: Partial<Behaviour>;
  verdict?: Verdict;
  partial?: boolean;
}

/** A version whose hashes follow its name: `version('a')` and `version('b')` have nothing in common. */
export function version(
  name = 'a',
  { does, verdict = 'benign', partial = false, ...rest }: VersionParts = {},
): ScriptVersionState {
  return {
    sha256: name.padEnd(64, '0'),
    structureHash: `structure-${name}`,
    shapeHash: `shape-${name}`,
    sensitiveHash: 'same',
    library: null,
    analysis: {
      verdict,
      category: verdict === 'malicious' || verdict === 'suspicious' ? 'magecart' : null,
      scores: null,
      behaviour: { fields: [], hosts: [], sinks: [], dynamicCode: [], storage: [], ...does },
      evidence: [],
      partial,
    },
    ...rest,
  };
}
