import type { Analyzer } from '../../analyzer/analyzer.ts';
import { analyseVersions } from '../pipeline/analyse.ts';
import type { PipelineContext } from '../pipeline/context.ts';
import { tellUpgrade } from '../pipeline/tell-upgrade.ts';
import { readBody, versionNames, versionsToReanalyse, type Db, type Store } from '../store/index.ts';
import type { JobHandler, JobQueue } from './queue.ts';

export const upgradeKind = 'detector-upgrade';

const batch = 64;

/** Queues the work that a new detector makes; null when there is none, or it is queued. */
export async function queueUpgrade(
  store: Store,
  queue: Pick<JobQueue, 'enqueue'>,
  detector: string,
  at: number,
): Promise<number | null> {
  if ((await versionsToReanalyse(store.db, detector, 1)).length === 0) return null;
  return store.transaction(async (db: Db) => {
    const job = await queue.enqueue(db, {
      kind: upgradeKind,
      uniqueKey: upgradeKind,
      payload: { detector },
      priority: -10,
      maxAttempts: 10,
      at,
    });
    return job?.id ?? null;
  });
}

/**
 * Analyses everything again that an older detector judged, newest first, and tells each site in one digest what that
 * alone changed. A batch at a time: after a crash it goes on where it was, and the digest is told once.
 */
export async function upgradeAnalyses(
  { store, now }: Pick<PipelineContext, 'store' | 'now'>,
  analyzer: Analyzer,
  signal?: AbortSignal,
): Promise<number> {
  let done = 0;
  const bodies = (hash: string): Promise<Uint8Array> => readBody(store.db, hash);
  for (;;) {
    const hashes = await versionsToReanalyse(store.db, analyzer.version, batch);
    if (hashes.length === 0) break;
    const versions = await versionNames(store.db, hashes);
    const count = await analyseVersions(store, analyzer, versions, bodies, signal ? { signal } : {});
    // What cannot be brought up to date must not keep the loop going.
    if (count === 0) break;
    done += count;
  }
  await tellUpgrade(store, analyzer.version, now());
  return done;
}

export function upgradeHandler(context: PipelineContext): JobHandler {
  return {
    async run(_job, { signal }) {
      const { analyzer, release } = await context.analyzers.acquire();
      try {
        await upgradeAnalyses(context, analyzer, signal);
      } finally {
        await release();
      }
    },
  };
}
