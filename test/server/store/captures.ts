import { sha256 } from '../../../core/encoding/index.ts';
import type { Analysis, Capture, SightingKind, Visit } from '../../../core/schema/index.ts';
import {
  createCrawl,
  startCrawl,
  storeCapture,
  type Crawl,
  type Store,
} from '../../../server/store/index.ts';

/** A script on a hand-made page. */
export interface MadeScript {
  body: string;
  /** Without one it is inline. */
  url?: string;
  kind?: SightingKind;
  /** Body of the script that made it. */
  by?: string;
  /** URL of the sub-frame it ran in. */
  frame?: string;
}

export interface MadePage {
  url: string;
  scripts?: readonly MadeScript[];
  failed?: boolean;
  visit?: Partial<Visit>;
}

export const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A capture as a crawler would give it, made from the pages it should show. */
export function makeCapture(pages: readonly MadePage[], day = 1, change: Partial<Capture> = {}): Capture {
  const bodies = new Set(pages.flatMap((page) => (page.scripts ?? []).map((script) => script.body)));
  const at = new Date(Date.UTC(2026, 0, day, 3)).toISOString();
  const visits = pages.map((page, index): Visit => {
    const frames = [...new Set((page.scripts ?? []).flatMap((script) => script.frame ?? []))];
    return {
      id: `v${index}`,
      requestedUrl: page.url,
      url: page.url,
      start: index === 0,
      outcome: page.failed ? 'failed' : 'ok',
      status: page.failed ? 500 : 200,
      headers: [['content-type', 'text/html']],
      redirects: [],
      frames: [
        { id: `f${index}`, parentId: null, url: page.url, outOfProcess: false },
        ...frames.map((url) => ({ id: url, parentId: `f${index}`, url, outOfProcess: true })),
      ],
      forms: [],
      connections: [],
      cookies: [],
      startedAt: at,
      durationMs: 12.5,
      ...page.visit,
    };
  });
  return {
    schemaVersion: 1,
    tool: { version: '0', browser: 'Chromium 156', userAgent: 'test' },
    site: { name: 'shop', startUrls: [pages[0]?.url ?? 'https://shop.example/'], hosts: [] },
    state: 'done',
    startedAt: at,
    finishedAt: at,
    visits,
    versions: [...bodies].map((body) => ({
      sha256: sha256(body),
      bytes: encode(body).length,
      media: 'js',
      file: `bodies/${sha256(body)}.js`,
    })),
    sightings: pages.flatMap((page, index) =>
      (page.scripts ?? []).map((script, order) => ({
        sha256: sha256(script.body),
        visitId: `v${index}`,
        kind: script.kind ?? (script.url ? 'external' : 'inline'),
        frameId: script.frame ?? `f${index}`,
        url: script.url ?? null,
        redirects: [],
        pageUrl: page.url,
        ...(script.url ? {} : { line: order + 1, column: 1 }),
        executed: true,
        initiator: script.by
          ? { kind: 'script' as const, sha256: sha256(script.by) }
          : { kind: 'parser' as const },
      })),
    ),
    receipt: {
      complete: true,
      pages: { visited: pages.length, failed: 0, notVisited: 0 },
      targets: { attached: 1, failed: 0 },
      scripts: { parsed: bodies.size, read: bodies.size, failed: 0, distinct: bodies.size },
      requests: { total: 1, failed: 0, blocked: 0 },
      shortfalls: [],
      sandbox: 'full',
    },
    ...change,
  };
}

/** What an analyzer would say: numbers and quoted text make no shape, comments make no structure; `evil` is malicious. */
export function judge(body: string, detector = 'd1'): { analysis: Analysis; features: Float32Array } {
  const isEvil = body.includes('evil');
  const structure = body.replace(/\/\*.*?\*\//g, '');
  return {
    features: Float32Array.of(body.length, 0.5, -1),
    analysis: {
      path: '-',
      sha256: sha256(body),
      bytes: encode(body).length,
      media: 'js',
      structureHash: sha256(structure),
      shapeHash: sha256(structure.replace(/'[^']*'|\d+/g, '?')),
      verdict: isEvil ? 'malicious' : 'benign',
      category: isEvil ? 'magecart' : null,
      scores: { integrity: isEvil ? 3 : 95, magecart: isEvil ? 3 : 95, cryptomining: 99, malware: 98 },
      probabilities: {
        benign: isEvil ? 0.1 : 0.9,
        magecart: isEvil ? 0.9 : 0.1,
        cryptomining: 0,
        malware: 0,
      },
      evidence: [],
      behaviour: { fields: isEvil ? ['cc-number'] : [], hosts: [], sinks: [], dynamicCode: [], storage: [] },
      parse: { mode: 'script' },
      partial: false,
      model: { version: `model of ${detector}` },
      timings: { totalMs: 1 },
    },
  };
}

/** Queues, runs and stores one crawl of a site that shows these pages. */
export async function crawlSite(
  store: Store,
  siteId: number,
  pages: readonly MadePage[],
  day = 1,
  change: Partial<Capture> = {},
): Promise<Crawl> {
  const crawl = await createCrawl(store.db, { siteId });
  await startCrawl(store.db, crawl.id);
  return storeMade(store, crawl.id, makeCapture(pages, day, change), pages);
}

/** Stores a made capture for a crawl that exists. */
export function storeMade(
  store: Store,
  crawlId: number,
  capture: Capture,
  pages: readonly MadePage[],
): Promise<Crawl> {
  const bodies = new Map(pages.flatMap((page) => page.scripts ?? []).map(({ body }) => [sha256(body), body]));
  return storeCapture(store, {
    crawlId,
    capture,
    bodies: (hash) => encode(bodies.get(hash)!),
    analyses: [...bodies.values()].map((body) => judge(body)),
    detector: 'd1',
  });
}

export const shopFile = {
  name: 'shop',
  startUrls: ['https://shop.example/'],
  hosts: [],
  allowNetworks: [],
  budgets: { pages: 20, seconds: 600, pageSeconds: 30, bodyBytes: 1024, totalBytes: 4096 },
  headers: {},
  cookies: [],
};
