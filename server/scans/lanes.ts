import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreQueue } from '../jobs/store-queue.ts';
import type { Consumer } from '../jobs/queue.ts';
import type { Store } from '../store/index.ts';
import { scanKind } from './create.ts';
import type { ScanLimits } from './limits.ts';
import { scanHandler, type ScanContext } from './run.ts';

/** Scans at a time in the process that serves the API: beside its crawls, since somebody waits for them. */
const scansAtOnce = 4;
const leaseMs = 60_000;
const pollMs = 5000;

interface Lanes {
  queue: StoreQueue;
  consumer: Promise<Consumer>;
}

const running = new WeakMap<Store, Lanes>();

export interface LanesContext extends ScanContext {
  workDir: string;
  log: { error(fields: object, message: string): void };
}

/**
 * Begins to do the scans of a store in this process, once however often it is called; those that an earlier process left
 * are taken up. Answers a way to say that there is a new one.
 */
export function startScans(context: LanesContext, limits: ScanLimits): () => void {
  const { store } = context;
  let lanes = running.get(store);
  if (!lanes) {
    const queue = new StoreQueue(store);
    const consumer = queue.work({
      handlers: { [scanKind]: scanHandler(context, limits) },
      concurrency: scansAtOnce,
      leaseMs,
      pollMs,
      now: context.now,
      onError: (error, job) => context.log.error({ err: error, job: job?.id }, 'a scan failed'),
    });
    lanes = { queue, consumer };
    running.set(store, lanes);
    void removeLeftovers(uploadFolder(context)).catch((error: unknown) =>
      context.log.error({ err: error }, 'bodies of broken uploads could not be removed'),
    );
  }
  const { queue } = lanes;
  return () => queue.wake();
}

/** Lets go of the scans in hand, so that another process, or the next start, takes them up at once. */
export async function stopScans(store: Store): Promise<void> {
  const lanes = running.get(store);
  running.delete(store);
  if (lanes) await (await lanes.consumer).stop();
}

const dayMs = 86_400_000;

/** Where long bodies wait until they are stored. */
export function uploadFolder({ workDir }: { workDir: string }): string {
  return join(workDir, 'uploads');
}

/** What uploads left that were under way when a process was killed. */
async function removeLeftovers(workDir: string): Promise<void> {
  await mkdir(workDir, { recursive: true, mode: 0o700 });
  for (const name of await readdir(workDir)) {
    if (!name.startsWith('upload-')) continue;
    const folder = join(workDir, name);
    const { mtimeMs } = await stat(folder);
    if (mtimeMs < Date.now() - dayMs) await rm(folder, { recursive: true, force: true });
  }
}
