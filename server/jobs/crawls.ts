import { cancelReason } from '../pipeline/cancel.ts';
import { runCrawl } from '../pipeline/run-crawl.ts';
import { crawlFailed } from '../pipeline/site-changes.ts';
import type { PipelineContext, PipelineProgress } from '../pipeline/context.ts';
import {
  abandonCrawl,
  cancelJob,
  createCrawl,
  findCrawl,
  findSite,
  freeKeyOfEndedCrawl,
  hasCode,
  strandedCrawls,
  tellOfCrawl,
  type Crawl,
  type Db,
  type Job,
  type Store,
} from '../store/index.ts';
import type { JobHandler, JobQueue } from './queue.ts';

export const crawlKind = 'crawl';

/** A crawl that is killed with its process uses up an attempt; three failures in good order are enough too. */
export const crawlAttempts = 4;

/** One unfinished crawl a site: crawls of a site never overlap. */
export function crawlKey(siteId: number): string {
  return `crawl:${siteId}`;
}

export interface CrawlOrder {
  siteId: number;
  /** What asked for it, e.g. manual, schedule. */
  cause: string;
  at: number;
  maxAttempts?: number;
}

/** Queues a crawl in the caller's transaction; null when one of the site is queued or running. */
export async function queueCrawl(
  queue: Pick<JobQueue, 'enqueue'>,
  db: Db,
  { siteId, cause, at, maxAttempts = crawlAttempts }: CrawlOrder,
): Promise<Crawl | null> {
  const crawl = await createCrawl(db, { siteId, cause, at });
  const uniqueKey = crawlKey(siteId);
  await freeKeyOfEndedCrawl(db, uniqueKey);
  const job = await queue.enqueue(db, {
    kind: crawlKind,
    siteId,
    crawlId: crawl.id,
    uniqueKey,
    maxAttempts,
    at,
  });
  if (job) return crawl;
  await db.deleteFrom('crawls').where('id', '=', crawl.id).execute();
  return null;
}

/**
 * Cancels a crawl that waits or runs; its worker notices within its next sign of life. What it had not stored is gone.
 * @throws ScriptwardenError SW_STORE_NOT_FOUND, SW_STORE_CONFLICT when it is over already.
 */
export async function cancelCrawl(store: Store, crawlId: number, at = Date.now()): Promise<Crawl> {
  return store.transaction(async (db) => {
    const crawl = await abandonCrawl(db, crawlId, 'cancelled', null, at);
    const jobs = await db
      .selectFrom('jobs')
      .select('id')
      .where('crawl_id', '=', crawlId)
      .where('state', 'in', ['queued', 'running'])
      .execute();
    for (const { id } of jobs) await cancelJob(db, id, at);
    return crawl;
  });
}

/** Gives up a crawl that could not be run, and says so in its site's changes; in the caller's transaction. */
export async function failCrawl(
  db: Db,
  crawlId: number,
  error: { code: string; message: string },
  at: number,
): Promise<void> {
  const crawl = await findCrawl(db, crawlId);
  if (crawl.state !== 'queued' && crawl.state !== 'running') return;
  await abandonCrawl(db, crawlId, 'failed', error, at);
  const site = await findSite(db, crawl.siteId);
  await tellOfCrawl(db, crawl, [crawlFailed(site, error.message)], at);
}

/** Ends crawls whose job ended without them: their worker vanished too often, or a person cancelled the job. */
export async function endStrandedCrawls(store: Store, at: number): Promise<number> {
  const stranded = await strandedCrawls(store.db);
  for (const { crawlId, state, error } of stranded) {
    await store.transaction(async (db) => {
      if (state !== 'cancelled') {
        await failCrawl(
          db,
          crawlId,
          { code: 'SW_CRAWL_INTERRUPTED', message: error ?? 'its job failed' },
          at,
        );
        return;
      }
      const crawl = await findCrawl(db, crawlId);
      if (crawl.state === 'queued' || crawl.state === 'running')
        await abandonCrawl(db, crawlId, 'cancelled', null, at);
    });
  }
  return stranded.length;
}

/** Runs crawls through the pipeline. */
export function crawlHandler(
  context: PipelineContext,
  onProgress: (crawlId: number, progress: PipelineProgress) => void = () => undefined,
  onEnd: (crawl: Crawl) => void = () => undefined,
): JobHandler {
  return {
    async run(job, { signal, isLast }) {
      const crawlId = crawlOf(job);
      const crawl = await findCrawl(context.store.db, crawlId);
      const ended = await runCrawl(context, crawlId, {
        signal,
        // Who asked by hand wants the answer now; a schedule can wait for a network that comes back.
        isLastAttempt: isLast || crawl.cause !== 'schedule',
        onProgress: (progress) => onProgress(crawlId, progress),
      });
      if (signal.aborted && signal.reason !== cancelReason) signal.throwIfAborted();
      onEnd(ended);
    },
    async giveUp(db, job, error) {
      const code = hasCode(error) ? error.code : 'SW_INTERNAL';
      await failCrawl(
        db,
        crawlOf(job),
        { code, message: error instanceof Error ? error.message : String(error) },
        context.now(),
      );
    },
  };
}

function crawlOf(job: Job): number {
  if (job.crawlId === null) throw new Error(`job ${job.id} names no crawl`);
  return job.crawlId;
}
