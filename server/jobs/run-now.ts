import { cancelReason } from '../pipeline/cancel.ts';
import type { PipelineContext, PipelineProgress } from '../pipeline/context.ts';
import {
  claimJob,
  enqueueJob,
  expireJob,
  findCrawl,
  findJobByKey,
  type Crawl,
  type Job,
  type Site,
} from '../store/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { crawlHandler, crawlKey, crawlKind, endStrandedCrawls, queueCrawl } from './crawls.ts';
import type { JobQueue } from './queue.ts';
import { createOwner, isOwnerGone } from './owner.ts';
import { runJob } from './run-job.ts';

const leaseMs = 60_000;
const headStartMs = 5000;

/**
 * Crawls a site now, in this process, as a job like any other. A crawl that waits is taken up, one whose process was
 * killed goes on where its records end; while another process crawls the site there is nothing to do here.
 * @throws ScriptwardenError SW_STORE_CONFLICT then, and what the pipeline throws.
 */
export async function runSiteNow(
  context: PipelineContext,
  site: Site,
  options: { signal?: AbortSignal; onProgress?: (progress: PipelineProgress) => void } = {},
): Promise<Crawl> {
  const { store, now } = context;
  await endStrandedCrawls(store, now());
  const owner = createOwner();
  const job = await takeJob(context, site, owner);
  const control = new AbortController();
  const cancel = (): void => control.abort(cancelReason);
  options.signal?.addEventListener('abort', cancel);
  if (options.signal?.aborted) cancel();
  const failures: unknown[] = [];
  const handler = crawlHandler(context, (_, progress) => options.onProgress?.(progress));
  try {
    await runJob(
      store,
      job,
      owner,
      {
        handlers: {
          [crawlKind]: {
            ...handler,
            run: (one, attempt) =>
              handler.run(one, { ...attempt, signal: AbortSignal.any([attempt.signal, control.signal]) }),
          },
        },
        leaseMs,
        now,
        onError: (error) => failures.push(error),
      },
      new AbortController().signal,
      false,
    );
  } finally {
    options.signal?.removeEventListener('abort', cancel);
  }
  // Missed signs of life come first and are no failure of the crawl.
  const crawl = await findCrawl(store.db, job.crawlId!);
  if (crawl.state === 'failed' && crawl.error && failures.length > 0) throw failures.at(-1);
  return crawl;
}

async function takeJob({ store, now }: PipelineContext, site: Site, owner: string): Promise<Job> {
  const key = crawlKey(site.id);
  // Due a little later, so that no worker takes it before this process does.
  const queue: Pick<JobQueue, 'enqueue'> = {
    enqueue: (db, order) => enqueueJob(db, { ...order, runAt: now() + headStartMs }),
  };
  await store.transaction(async (db) => {
    const open = await findJobByKey(db, key);
    // Kills use up attempts; whoever starts it by hand again means it.
    if (!open)
      await queueCrawl(queue, db, { siteId: site.id, cause: 'manual', at: now(), maxAttempts: 1000 });
    else if (open.state === 'running' && isOwnerGone(open.leaseOwner)) {
      await expireJob(db, open.id, open.leaseOwner!);
    }
  });
  const open = await findJobByKey(store.db, key);
  const job =
    open && (await claimJob(store, { owner, id: open.id, leaseMs, at: Math.max(now(), open.runAt) }));
  if (job) return job;
  throw new ScriptwardenError('SW_STORE_CONFLICT', {
    message: `A crawl of ${site.name} is running already${open?.leaseOwner ? ` (${open.leaseOwner})` : ''}.`,
    fix: 'Wait for it; crawls of one site never overlap.',
  });
}
