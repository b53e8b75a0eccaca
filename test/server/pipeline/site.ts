import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAnalyzer, type Analyzer } from '../../../analyzer/index.ts';
import { sha256 } from '../../../core/encoding/index.ts';
import type { Capture } from '../../../core/schema/index.ts';
import { prepareFolder } from '../../../crawler/capture/index.ts';
import { writeCapture } from '../../../crawler/capture/write.ts';
import type { Crawl } from '../../../crawler/types.ts';
import { createSecretBox } from '../../../server/access/secrets/index.ts';
import { queueCrawl } from '../../../server/jobs/index.ts';
import { runCrawl, type AnalyzerSource, type PipelineContext } from '../../../server/pipeline/index.ts';
import {
  addSite,
  changesOfCrawl,
  enqueueJob,
  listCrawls,
  type Crawl as StoredCrawl,
  type Store,
} from '../../../server/store/index.ts';
import { makeCapture, shopFile, type MadePage } from '../store/captures.ts';

/** A site that shows what a test says, day by day: captures are written as the crawler writes them. */
export class MadeSite {
  pages: readonly MadePage[] = [];
  change: Partial<Capture> = {};
  crawls = 0;
  /** Called when a crawl begins. */
  onCrawl: (signal: AbortSignal | undefined) => Promise<void> = () => Promise.resolve();

  readonly crawl: Crawl = async ({ outDir }, hooks = {}) => {
    this.crawls++;
    await this.onCrawl(hooks.signal);
    await prepareFolder(outDir);
    const capture = makeCapture(this.pages, this.crawls, {
      ...this.change,
      ...(hooks.signal?.aborted && { state: 'cancelled' }),
    });
    for (const { body } of this.pages.flatMap((page) => page.scripts ?? [])) {
      await writeFile(join(outDir, 'bodies', `${sha256(body)}.js`), body);
    }
    await writeCapture(outDir, capture);
    return capture;
  };

  show(...pages: readonly MadePage[]): this {
    this.pages = pages;
    this.change = {};
    return this;
  }
}

let analyzer: Promise<Analyzer> | undefined;

/** The real analyzer, one for the whole run. */
export const realAnalyzer: AnalyzerSource = {
  async acquire() {
    analyzer ??= createAnalyzer({ workers: 1 });
    return { analyzer: await analyzer, release: () => Promise.resolve() };
  },
  close: () => Promise.resolve(),
};

after(async () => {
  await (await analyzer)?.close();
});

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function contextOf(
  store: Store,
  site: MadeSite,
  analyzers: AnalyzerSource = realAnalyzer,
): PipelineContext {
  const workDir = mkdtempSync(join(tmpdir(), 'scriptwarden-work-'));
  folders.push(workDir);
  const secrets = createSecretBox([randomBytes(32)]);
  return {
    store,
    analyzers,
    crawl: site.crawl,
    workDir,
    secrets,
    allowNetworks: () => [],
    env: {},
    now: Date.now,
  };
}

/** A context with a site named `shop` in its store. */
export async function watchedShop(
  store: Store,
): Promise<{ context: PipelineContext; site: MadeSite; siteId: number }> {
  const site = new MadeSite();
  const { id: siteId } = await addSite(store.db, { name: 'shop', definition: shopFile });
  return { context: contextOf(store, site), site, siteId };
}

/** Queues a crawl without a worker. */
export async function queued(store: Store, siteId: number, cause = 'manual'): Promise<StoredCrawl> {
  const order = { siteId, cause, at: Date.now() };
  const crawl = await queueCrawl({ enqueue: enqueueJob }, store.db, order);
  if (!crawl) throw new Error('a crawl of the site is queued already');
  return crawl;
}

/** One crawl to its end, and what it told: `severity kind subject`. */
export async function crawlOnce(context: PipelineContext, siteId: number): Promise<string[]> {
  const { store } = context;
  const [last] = await listCrawls(store.db, { siteId, limit: 1 });
  if (last) await store.db.deleteFrom('jobs').where('crawl_id', '=', last.id).execute();
  const crawl = await queued(store, siteId);
  await runCrawl(context, crawl.id);
  const changes = await changesOfCrawl(store.db, crawl.id);
  return changes.map(({ severity, kind, subject }) => `${severity} ${kind} ${subject.url ?? subject.id}`);
}
