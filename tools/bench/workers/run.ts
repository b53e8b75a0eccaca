import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { siteFile } from '../../../core/schema/index.ts';
import { openQueue, queueCrawl } from '../../../server/jobs/index.ts';
import {
  addSite,
  listChanges,
  listCrawls,
  listJobs,
  openStore,
  type Store,
} from '../../../server/store/index.ts';

const child = fileURLToPath(new URL('./child.ts', import.meta.url));

export interface WorkersRun {
  crawls: number;
  /** How many were begun again because their worker was killed. */
  taken: number;
  seconds: number;
  problems: string[];
}

/** Two workers share crawls on PostgreSQL; one is killed on the way; every crawl must end, and once. */
export async function runWorkers(
  databaseUrl: string,
  options: { crawls: number; leaseMs: number },
): Promise<WorkersRun> {
  const workDir = await mkdtemp(join(tmpdir(), 'scriptwarden-workers-'));
  const store = await openStore({ databaseUrl });
  const queue = await openQueue(store, { databaseUrl });
  const workers: ChildProcess[] = [];
  const started = performance.now();
  try {
    for (let n = 1; n <= options.crawls; n++) {
      const definition = siteFile.parse({ name: `site ${n}`, startUrls: ['https://shop.example/'] });
      await store.transaction(async (db) => {
        const site = await addSite(db, { name: `site ${n}`, definition });
        await queueCrawl(queue, db, { siteId: site.id, cause: 'manual', at: Date.now() });
      });
    }
    for (const name of ['one', 'two']) {
      const work = { databaseUrl, workDir: join(workDir, name), leaseMs: options.leaseMs };
      workers.push(
        spawn(process.execPath, [child, JSON.stringify(work)], { stdio: ['ignore', 'pipe', 'inherit'] }),
      );
    }
    await Promise.all(workers.map((worker) => once(worker.stdout!, 'data')));
    await ended(store, Math.ceil(options.crawls / 4));
    await busy(store, workers[0]!.pid!);
    workers[0]!.kill('SIGKILL');
    await ended(store, options.crawls);
    const attempts = await store.db.selectFrom('jobs').select('attempts').where('attempts', '>', 1).execute();
    return {
      crawls: options.crawls,
      taken: attempts.length,
      seconds: (performance.now() - started) / 1000,
      problems: await problemsOf(store, options.crawls),
    };
  } finally {
    for (const worker of workers) worker.kill('SIGKILL');
    await queue.close();
    await store.close();
    await rm(workDir, { recursive: true, force: true });
  }
}

/** Waits until a process holds a crawl. */
async function busy(store: Store, pid: number): Promise<void> {
  for (;;) {
    const jobs = await listJobs(store.db, { states: ['running'] });
    if (jobs.some((job) => job.leaseOwner?.includes(`:${pid}:`))) return;
    await delay(5);
  }
}

async function ended(store: Store, wanted: number): Promise<void> {
  for (;;) {
    const open = await listCrawls(store.db, {
      states: ['done', 'failed', 'incomplete', 'cancelled'],
      limit: 100_000,
    });
    if (open.length >= wanted) return;
    await delay(50);
  }
}

async function problemsOf(store: Store, wanted: number): Promise<string[]> {
  const crawls = await listCrawls(store.db, { limit: 100_000 });
  const { items } = await listChanges(store.db, { limit: 100_000 });
  const told = Map.groupBy(items, (change) => `${change.site} ${change.kind} ${change.subject.id}`);
  return [
    ...(crawls.length === wanted ? [] : [`${crawls.length} crawls instead of ${wanted}`]),
    ...crawls
      .filter((crawl) => crawl.state !== 'done' || crawl.number !== 1 || crawl.comparedAt === null)
      .map((crawl) => `crawl ${crawl.id} is ${crawl.state}, number ${crawl.number}`),
    ...[...told].filter(([, list]) => list.length > 1).map(([key]) => `told twice: ${key}`),
    // On the day that the made site shows, its library is malicious: each site must say so.
    ...(items.length === wanted ? [] : [`${items.length} findings instead of ${wanted}`]),
  ];
}
