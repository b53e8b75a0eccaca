import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Analyzer } from '../../../analyzer/analyzer.ts';
import { siteFile, type Change } from '../../../core/schema/index.ts';
import { crawl, readCapture } from '../../../crawler/index.ts';
import { startShop } from '../../../samples/shop/index.ts';
import {
  compare,
  detectLibrary,
  statesOfCaptures,
  type JudgedCapture,
  type VersionFacts,
} from '../../../server/drift/index.ts';

/** A shop that stays at one address while its releases go live one after the other, and is crawled after each. */
export class Film {
  readonly #analyzer: Analyzer;
  readonly #facts = new Map<string, VersionFacts>();
  #port = 0;

  constructor(analyzer: Analyzer) {
    this.#analyzer = analyzer;
  }

  /** Crawls home and checkout of the shop as of a release; `variant` is the side of its A/B test that the crawler gets. */
  async shoot(release: number, variant?: 'a' | 'b'): Promise<JudgedCapture> {
    const shop = await startShop({ clean: true, release, port: this.#port });
    this.#port = shop.port;
    const outDir = await mkdtemp(join(tmpdir(), 'sw-film-'));
    try {
      const site = siteFile.parse({
        name: 'Larch & Loom',
        startUrls: [shop.url, `${shop.url}checkout`],
        budgets: { pages: 2 },
        cookies: variant ? [{ name: 'll_variant', value: variant }] : [],
      });
      await crawl({ site, baseDir: outDir, allowNetworks: ['127.0.0.0/8', '::1/128'], outDir });
      const { capture, readBody } = await readCapture(outDir);
      for (const version of capture.versions) {
        if (this.#facts.has(version.sha256)) continue;
        const bytes = await readBody(version);
        const { analysis, sensitiveHash } = await this.#analyzer.analyze({
          path: version.file,
          bytes,
          ...(version.media === 'js' && { media: 'js' as const }),
        });
        const url = capture.sightings.find(({ sha256 }) => sha256 === version.sha256)?.url ?? null;
        const library = detectLibrary(url, Buffer.from(bytes).toString('utf8'));
        this.#facts.set(version.sha256, { analysis, sensitiveHash, library });
      }
      return { capture, versions: this.#facts, id: `release ${release}${variant ?? ''}` };
    } finally {
      await shop.close();
      await rm(outDir, { recursive: true, force: true });
    }
  }
}

/** What a monitor tells of two crawls. */
export function changesBetween(old: JudgedCapture, now: JudgedCapture): Change[] {
  const { before, after } = statesOfCaptures(old, now);
  return compare(before, after);
}
