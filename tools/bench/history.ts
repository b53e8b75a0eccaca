import { sha256 } from '../../core/encoding/index.ts';
import type { Analysis, Capture, Sighting, Version } from '../../core/schema/index.ts';
import type { AnalysisToStore, ChangeToStore, PageDelta } from '../../server/store/index.ts';

export interface HistoryScale {
  sites: number;
  /** Sightings per crawl: every script stands on one page. */
  scripts: number;
  crawls: number;
  /** Scripts whose body is new in each later crawl. */
  newPerCrawl: number;
  pages: number;
  /** So many sites differ; the others repeat their scripts under their own names. Unless said, every site differs. */
  templates?: number;
}

export interface MadeCrawl {
  capture: Capture;
  bodies: (hash: string) => Uint8Array;
  analyses: AnalysisToStore[];
  detector: string;
  changesOf: (pages: readonly PageDelta[]) => ChangeToStore[];
}

const encoder = new TextEncoder();

/** Crawl `number` of site `site`, always the same: external scripts, every fifth inline, some changed since the last. */
export function generateCrawl(scale: HistoryScale, site: number, number: number): MadeCrawl {
  const host = `site${site}.example`;
  const at = new Date(Date.UTC(2026, 0, 1) + number * 86_400_000 + site * 60_000).toISOString();
  const bodies = new Map<string, string>();
  const fresh: string[] = [];
  const sightings: Sighting[] = [];
  for (let script = 0; script < scale.scripts; script++) {
    const release = releaseOf(scale, script, number);
    const { body, hash } = madeBody(scale, site, script, release);
    bodies.set(hash, body);
    if (release === number) fresh.push(body);
    const page = script % scale.pages;
    const isInline = script % 5 === 4;
    sightings.push({
      sha256: hash,
      visitId: `v${page}`,
      kind: isInline ? 'inline' : 'external',
      frameId: `f${page}`,
      url: isInline
        ? null
        : `https://${script % 3 === 0 ? `cdn${script % 40}.example` : host}/static/script-${script}.js?v=${number}`,
      redirects: [],
      pageUrl: `https://${host}/page/${page}`,
      ...(isInline ? { line: script + 1, column: 9 } : {}),
      executed: true,
      initiator: { kind: 'parser', url: `https://${host}/page/${page}`, line: script + 1, column: 1 },
    });
  }
  const versions: Version[] = [...bodies].map(([hash, body]) => ({
    sha256: hash,
    bytes: encoder.encode(body).length,
    media: 'js',
    file: `bodies/${hash}.js`,
  }));
  return {
    capture: captureOf(scale, host, at, versions, sightings),
    bodies: (hash) => encoder.encode(bodies.get(hash)),
    analyses: fresh.map(analysisOf),
    detector: 'bench',
    changesOf,
  };
}

/** The crawl in which the script got the body it has in this crawl. */
function releaseOf(scale: HistoryScale, script: number, number: number): number {
  for (let crawl = number; crawl > 0; crawl--) {
    const offset = (((script - crawl * scale.newPerCrawl) % scale.scripts) + scale.scripts) % scale.scripts;
    if (offset < scale.newPerCrawl) return crawl;
  }
  return 0;
}

const made = new Map<string, { release: number; body: string; hash: string }>();

/** The body of a script, made once per release. */
function madeBody(
  scale: HistoryScale,
  site: number,
  script: number,
  release: number,
): { body: string; hash: string } {
  const key = `${site}.${script}`;
  const known = made.get(key);
  if (known?.release === release) return known;
  const body = bodyOf(site, site % (scale.templates ?? Infinity), script, release);
  const next = { release, body, hash: sha256(body) };
  if (made.size > 10_000) made.clear();
  made.set(key, next);
  return next;
}

/** About two kilobytes that compress as scripts do; identifiers differ so that no two scripts have one shape. */
function bodyOf(site: number, template: number, script: number, release: number): string {
  const lines = Array.from(
    { length: 24 },
    (_, line) =>
      `  exports.f${line} = function (a, b) { return a.map((c) => c * ${sha256(`${template}.${script}.${line}`).slice(0, 6).replace(/\D/g, '1')} + b['${sha256(`${script}.${release}.${line}`).slice(0, 10)}']); };`,
  );
  return `(function site${site}_script${script}(exports) {\n${lines.join('\n')}\n  exports.release = ${release};\n})({});\n`;
}

/** What stands for the analyzer's hashes of a made body. */
export function hashesOf(body: string): { sha256: string; structureHash: string; shapeHash: string } {
  return {
    sha256: sha256(body),
    structureHash: sha256(`structure ${body}`),
    shapeHash: sha256(`shape ${body.slice(0, 40)}`),
  };
}

function analysisOf(body: string): AnalysisToStore {
  const hashes = hashesOf(body);
  const hash = hashes.sha256;
  const integrity = 60 + (parseInt(hash.slice(0, 4), 16) % 40);
  const analysis: Analysis = {
    path: '-',
    ...hashes,
    bytes: encoder.encode(body).length,
    media: 'js',
    verdict: 'benign',
    category: null,
    scores: {
      integrity: Math.min(99, integrity),
      magecart: Math.min(99, integrity),
      cryptomining: 99,
      malware: 99,
    },
    probabilities: { benign: 0.98, magecart: 0.01, cryptomining: 0.005, malware: 0.005 },
    evidence: [],
    behaviour: {
      fields: [],
      hosts: ['stats.example'],
      sinks: ['fetch'],
      dynamicCode: [],
      storage: ['cookie'],
    },
    parse: { mode: 'script' },
    partial: false,
    model: { version: 'bench' },
    timings: { totalMs: 1.5 },
  };
  return {
    analysis,
    features: Float32Array.from({ length: 300 }, (_, index) => (body.charCodeAt(index) * (index + 1)) % 17),
  };
}

/** One change for each version that came, as drift would tell them. */
function changesOf(pages: readonly PageDelta[]): ChangeToStore[] {
  return pages.flatMap((page) =>
    page.added.map((seen, index): ChangeToStore => ({
      kind: 'script-data',
      severity: index % 10 === 0 ? 'medium' : 'info',
      subject: { type: 'script', id: String(seen.scriptId), url: page.url },
      message: 'The script changed only data: same shape, same behaviour and verdict.',
      before: null,
      after: { sha256: seen.sha256 },
      evidence: [],
      previousCrawlId: page.previousCrawlId,
      dedupeKey: `script-data|${seen.scriptId}|${seen.sha256}`,
    })),
  );
}

function captureOf(
  scale: HistoryScale,
  host: string,
  at: string,
  versions: Version[],
  sightings: Sighting[],
): Capture {
  return {
    schemaVersion: 1,
    tool: { version: '0.1.0', browser: 'Chromium 156', userAgent: 'bench' },
    site: { name: host, startUrls: [`https://${host}/`], hosts: [] },
    state: 'done',
    startedAt: at,
    finishedAt: at,
    visits: Array.from({ length: scale.pages }, (_, page) => ({
      id: `v${page}`,
      requestedUrl: `https://${host}/page/${page}`,
      url: `https://${host}/page/${page}`,
      start: page === 0,
      outcome: 'ok',
      status: 200,
      headers: [
        ['content-type', 'text/html'],
        ['content-security-policy', `default-src 'self'; script-src 'nonce-${sha256(at).slice(0, 16)}'`],
        ['strict-transport-security', 'max-age=31536000'],
      ],
      redirects: [],
      frames: [{ id: `f${page}`, parentId: null, url: `https://${host}/page/${page}`, outOfProcess: false }],
      forms: [],
      connections: Array.from({ length: 15 }, (_unused, index) => ({
        host: `cdn${index}.example`,
        scheme: 'https',
        resourceTypes: ['Script'],
        requests: 3,
        failed: 0,
        firstUrl: `https://cdn${index}.example/`,
        initiator: { kind: 'parser' as const },
      })),
      cookies: [],
      startedAt: at,
      durationMs: 900,
    })),
    versions,
    sightings,
    receipt: {
      complete: true,
      pages: { visited: scale.pages, failed: 0, notVisited: 0 },
      targets: { attached: 1, failed: 0 },
      scripts: { parsed: scale.scripts, read: scale.scripts, failed: 0, distinct: versions.length },
      requests: { total: scale.scripts, failed: 0, blocked: 0 },
      shortfalls: [],
      sandbox: 'full',
    },
  };
}
