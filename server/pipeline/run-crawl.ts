import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { SavedCapture } from '../../crawler/index.ts';
import {
  abandonCrawl,
  findCrawl,
  hasCode,
  readBody,
  readCrawlDelta,
  saveVersions,
  startCrawl,
  storeCapture,
  versionNames,
  type BodySource,
  type Crawl,
} from '../store/index.ts';
import { cancelReason } from './cancel.ts';
import { analyseVersions, type VersionToAnalyse } from './analyse.ts';
import { compareCrawl } from './compare.ts';
import type { PipelineContext, RunOptions } from './context.ts';
import { runShadow } from './shadow.ts';
import { takeCapture } from './take-capture.ts';

/**
 * Takes a crawl from queued to its end: crawl, analyse, store, compare. Each stage leaves a record that the next start
 * finds, and repeating a stage changes nothing, so a process may die anywhere: whoever runs the crawl again goes on where
 * the records end. Answers the crawl as it ended; one that was cancelled meanwhile is left cancelled.
 * @throws ScriptwardenError what the stages throw; the crawl then stays `running`, to be run again or abandoned.
 */
export async function runCrawl(
  context: PipelineContext,
  crawlId: number,
  options: RunOptions = {},
): Promise<Crawl> {
  const { store } = context;
  const workDir = join(context.workDir, `crawl-${crawlId}`);
  const found = await findCrawl(store.db, crawlId);
  if (isOver(found)) {
    await rm(workDir, { recursive: true, force: true });
    return found;
  }
  try {
    await startCrawl(store.db, crawlId, context.now());
    const { analyzer, release } = await context.analyzers.acquire();
    try {
      if (found.storedAt === null) {
        const capture = await takeCapture(context, found, workDir, options);
        if (capture === null) return await stopped(context, crawlId, workDir, options);
        await storeStage(context, crawlId, capture, analyzer, options);
      }
      options.onProgress?.({ event: 'stage', stage: 'compare' });
      await judgeReplaced(context, crawlId, analyzer, options);
      await compareCrawl(context, crawlId);
      // Tried beside the crawl's own result, which is there already: a model that fails in shadow fails nothing.
      await runShadow(store, join(context.workDir, 'models'), options.signal).catch((error: unknown) =>
        options.onProgress?.({ event: 'warning', message: `model in shadow: ${String(error)}` }),
      );
    } finally {
      await release();
    }
  } catch (error) {
    // A capture that contradicts itself would do so at every attempt: the next one crawls again.
    if (hasCode(error, 'SW_CAPTURE_INVALID')) await rm(workDir, { recursive: true, force: true });
    const crawl = await findCrawl(store.db, crawlId);
    const isCancelled = options.signal?.reason === cancelReason;
    // Cancelled while it ran: whatever the stage met then is of no interest any more.
    if (isOver(crawl) ? !isCancelled && !hasCode(error, 'SW_STORE_CONFLICT') : !isCancelled) throw error;
    if (!isOver(crawl)) await abandonCrawl(store.db, crawlId, 'cancelled', null, context.now());
  }
  await rm(workDir, { recursive: true, force: true });
  return findCrawl(store.db, crawlId);
}

async function storeStage(
  { store, now }: PipelineContext,
  crawlId: number,
  saved: SavedCapture,
  analyzer: Parameters<typeof analyseVersions>[1],
  options: RunOptions,
): Promise<void> {
  const { capture } = saved;
  const byHash = new Map(capture.versions.map((version) => [version.sha256, version]));
  const bodies: BodySource = (hash) => saved.readBody(byHash.get(hash)!);
  options.onProgress?.({ event: 'stage', stage: 'analyse' });
  await saveVersions(store, capture.versions, bodies, now());
  const sightings = Map.groupBy(capture.sightings, (sighting) => sighting.sha256);
  const wanted = capture.versions.map((version): VersionToAnalyse => {
    const seen = sightings.get(version.sha256) ?? [];
    const url = seen.find((sighting) => sighting.url !== null)?.url ?? null;
    return { ...version, url, path: url ?? seen[0]?.pageUrl ?? version.file };
  });
  const analyse = (): Promise<number> => analyseVersions(store, analyzer, wanted, bodies, options);
  await analyse();
  options.onProgress?.({ event: 'stage', stage: 'store' });
  await storeCapture(store, { crawlId, capture, bodies, analyses: [], detector: analyzer.version });
  // A retention run in between may have taken versions that no crawl showed, with their analyses.
  await analyse();
}

/**
 * Lets the detector of this crawl judge what the crawl replaced, too: what a newer one sees in a changed script that the
 * one before did not see must not look as if the script gained it.
 */
async function judgeReplaced(
  { store }: PipelineContext,
  crawlId: number,
  analyzer: Parameters<typeof analyseVersions>[1],
  options: RunOptions,
): Promise<void> {
  const pages = await readCrawlDelta(store.db, crawlId);
  const replaced = [...new Set(pages.flatMap((page) => page.removed.map((seen) => seen.sha256)))];
  const bodies: BodySource = (hash) => readBody(store.db, hash);
  const { signal } = options;
  await analyseVersions(
    store,
    analyzer,
    await versionNames(store.db, replaced),
    bodies,
    signal ? { signal } : {},
  );
}

/** A capture that was broken off: cancelled for good, or only this process is to stop. */
async function stopped(
  { store, now }: PipelineContext,
  crawlId: number,
  workDir: string,
  { signal }: RunOptions,
): Promise<Crawl> {
  const crawl = await findCrawl(store.db, crawlId);
  if (isOver(crawl)) return crawl;
  await rm(workDir, { recursive: true, force: true });
  if (signal?.reason === cancelReason) return abandonCrawl(store.db, crawlId, 'cancelled', null, now());
  throw new ScriptwardenError('SW_CRAWL_INTERRUPTED', {
    message: `Crawl ${crawlId} was broken off before it was stored.`,
    fix: 'It starts again with the next worker, or with `sites run`.',
  });
}

export function isOver({ state }: Crawl): boolean {
  return state !== 'queued' && state !== 'running';
}
