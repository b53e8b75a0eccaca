import { notFound, type Db, type Store } from './store.ts';
import type { JobState, Row } from './tables.ts';

/** A piece of work whose state survives a crash. */
export interface Job {
  id: number;
  kind: string;
  payload: unknown;
  state: JobState;
  siteId: number | null;
  crawlId: number | null;
  uniqueKey: string | null;
  /** How often it was started. */
  attempts: number;
  maxAttempts: number;
  runAt: number;
  leaseOwner: string | null;
  leaseUntil: number | null;
  error: string | null;
  createdAt: number;
  startedAt: number | null;
  finishedAt: number | null;
}

export interface NewJob {
  kind: string;
  payload?: unknown;
  siteId?: number;
  crawlId?: number;
  /** At most one unfinished job has it, e.g. `crawl:7`: crawls of a site never overlap. */
  uniqueKey?: string;
  /** Higher goes first; 0 unless said. */
  priority?: number;
  maxAttempts?: number;
  /** Not before; now unless said. */
  runAt?: number;
  at?: number;
}

/** Queues a job; null when an unfinished one has its unique key. */
export async function enqueueJob(db: Db, job: NewJob): Promise<Job | null> {
  const at = job.at ?? Date.now();
  const row = await db
    .insertInto('jobs')
    .values({
      kind: job.kind,
      payload: JSON.stringify(job.payload ?? null),
      state: 'queued',
      site_id: job.siteId ?? null,
      crawl_id: job.crawlId ?? null,
      unique_key: job.uniqueKey ?? null,
      priority: job.priority ?? 0,
      max_attempts: job.maxAttempts ?? 3,
      run_at: job.runAt ?? at,
      created_at: at,
    })
    .onConflict((on) => on.doNothing())
    .returningAll()
    .executeTakeFirst();
  return row ? jobOf(row) : null;
}

/**
 * Takes the next due job for a worker until `leaseMs` from now; null when there is none. A job whose worker let its
 * lease run out counts as due again until its attempts are used up; then it fails. `id` asks for one job only.
 */
export async function claimJob(
  store: Store,
  worker: { owner: string; leaseMs: number; kinds?: readonly string[]; id?: number; at?: number },
): Promise<Job | null> {
  const at = worker.at ?? Date.now();
  return store.transaction(async (db) => {
    await failLostJobs(db, at);
    const due = await db
      .selectFrom('jobs')
      .select('id')
      .where((where) =>
        where.or([
          where.and([where('state', '=', 'queued'), where('run_at', '<=', at)]),
          where.and([where('state', '=', 'running'), where('lease_until', '<', at)]),
        ]),
      )
      .$if(worker.kinds !== undefined, (query) => query.where('kind', 'in', worker.kinds!))
      .$if(worker.id !== undefined, (query) => query.where('id', '=', worker.id!))
      .orderBy('priority', 'desc')
      .orderBy('run_at')
      .orderBy('id')
      .limit(1)
      // Workers on many machines each take another row instead of waiting for one.
      .$if(store.kind === 'postgres', (query) => query.forUpdate().skipLocked())
      .executeTakeFirst();
    if (!due) return null;
    const row = await db
      .updateTable('jobs')
      .set((set) => ({
        state: 'running',
        attempts: set('attempts', '+', 1),
        lease_owner: worker.owner,
        lease_until: at + worker.leaseMs,
        started_at: at,
      }))
      .where('id', '=', due.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return jobOf(row);
  });
}

/** Jobs whose worker vanished in their last attempt. */
async function failLostJobs(db: Db, at: number): Promise<void> {
  await db
    .updateTable('jobs')
    .set({ state: 'failed', error: 'its worker stopped answering', finished_at: at, lease_until: null })
    .where('state', '=', 'running')
    .where('lease_until', '<', at)
    .whereRef('attempts', '>=', 'max_attempts')
    .execute();
}

/** Prolongs a lease; false when the job is no longer this worker's, which then must stop. */
export async function keepJob(
  db: Db,
  id: number,
  owner: string,
  leaseMs: number,
  at = Date.now(),
): Promise<boolean> {
  const row = await held(db, id, owner)
    .set({ lease_until: at + leaseMs })
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** running → done; false when the job is no longer this worker's. */
export async function completeJob(db: Db, id: number, owner: string, at = Date.now()): Promise<boolean> {
  const row = await held(db, id, owner)
    .set({ state: 'done', finished_at: at, lease_until: null, error: null })
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** running → queued for another try at `retryAt`, or failed when `retryAt` is null or the attempts are used up. */
export async function failJob(
  db: Db,
  id: number,
  owner: string,
  failure: { error: string; retryAt: number | null; at?: number },
): Promise<boolean> {
  const at = failure.at ?? Date.now();
  const job = await findJob(db, id);
  const isLast = failure.retryAt === null || job.attempts >= job.maxAttempts;
  const row = await held(db, id, owner)
    .set({
      error: failure.error.slice(0, 2000),
      lease_owner: null,
      lease_until: null,
      ...(isLast
        ? { state: 'failed' as const, finished_at: at }
        : { state: 'queued' as const, run_at: failure.retryAt! }),
    })
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** running → queued at once and uncounted: its worker stops in good order before the work is done. */
export async function releaseJob(db: Db, id: number, owner: string, at = Date.now()): Promise<boolean> {
  const row = await held(db, id, owner)
    .set((set) => ({
      state: 'queued',
      attempts: set('attempts', '-', 1),
      run_at: at,
      lease_owner: null,
      lease_until: null,
    }))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Lets go of a job whose worker is known to be dead, without waiting for its lease. */
export async function expireJob(db: Db, id: number, owner: string): Promise<boolean> {
  const row = await held(db, id, owner).set({ lease_until: 0 }).returning('id').executeTakeFirst();
  return row !== undefined;
}

/** The unfinished job that has a unique key. */
export async function findJobByKey(db: Db, uniqueKey: string): Promise<Job | null> {
  const row = await db
    .selectFrom('jobs')
    .selectAll()
    .where('unique_key', '=', uniqueKey)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  return row ? jobOf(row) : null;
}

/**
 * Takes the unique key from a job whose crawl is over: only clearing up is left of it, and nobody who saw the crawl end
 * should be kept waiting for that.
 */
export async function freeKeyOfEndedCrawl(db: Db, uniqueKey: string): Promise<void> {
  await db
    .updateTable('jobs')
    .set({ unique_key: null })
    .where('unique_key', '=', uniqueKey)
    .where('state', '=', 'running')
    .where((e) =>
      e.exists(
        e
          .selectFrom('crawls')
          .select('crawls.id')
          .whereRef('crawls.id', '=', 'jobs.crawl_id')
          .where('crawls.state', 'not in', ['queued', 'running']),
      ),
    )
    .execute();
}

/** Jobs that some worker could take now: queued and due, or left by a worker that vanished. */
export async function dueJobs(db: Db, at: number, limit = 1000): Promise<Job[]> {
  const rows = await db
    .selectFrom('jobs')
    .selectAll()
    .where((where) =>
      where.or([
        where.and([where('state', '=', 'queued'), where('run_at', '<=', at)]),
        where.and([where('state', '=', 'running'), where('lease_until', '<', at)]),
      ]),
    )
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(jobOf);
}

/** Ids of crawls that wait or run although nobody will ever take them up: their job failed or was cancelled. */
export async function strandedCrawls(
  db: Db,
): Promise<{ crawlId: number; state: JobState; error: string | null }[]> {
  const rows = await db
    .selectFrom('crawls')
    .innerJoin('jobs', 'jobs.crawl_id', 'crawls.id')
    .select(['crawls.id as crawlId', 'jobs.state', 'jobs.error'])
    .where('crawls.state', 'in', ['queued', 'running'])
    .where('jobs.state', 'in', ['failed', 'cancelled'])
    .where('crawls.id', 'not in', (select) =>
      select
        .selectFrom('jobs as open')
        .select((open) => open.fn.coalesce('open.crawl_id', open.lit(0)).as('crawl_id'))
        .where('open.state', 'in', ['queued', 'running']),
    )
    .execute();
  return rows;
}

/** queued or running → cancelled; its worker learns of it when it keeps or completes the job. */
export async function cancelJob(db: Db, id: number, at = Date.now()): Promise<boolean> {
  const row = await db
    .updateTable('jobs')
    .set({ state: 'cancelled', finished_at: at, lease_owner: null, lease_until: null })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function findJob(db: Db, id: number): Promise<Job> {
  const row = await db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('job', id);
  return jobOf(row);
}

/** Newest first. */
export async function listJobs(
  db: Db,
  filter: { states?: readonly JobState[]; kind?: string; siteId?: number; limit?: number } = {},
): Promise<Job[]> {
  const rows = await db
    .selectFrom('jobs')
    .selectAll()
    .$if(filter.states !== undefined, (query) => query.where('state', 'in', filter.states!))
    .$if(filter.kind !== undefined, (query) => query.where('kind', '=', filter.kind!))
    .$if(filter.siteId !== undefined, (query) => query.where('site_id', '=', filter.siteId!))
    .orderBy('id', 'desc')
    .limit(filter.limit ?? 100)
    .execute();
  return rows.map(jobOf);
}

/** An update of a job that this worker still holds. */
function held(db: Db, id: number, owner: string) {
  return db
    .updateTable('jobs')
    .where('id', '=', id)
    .where('lease_owner', '=', owner)
    .where('state', '=', 'running');
}

function jobOf(row: Row<'jobs'>): Job {
  return {
    id: row.id,
    kind: row.kind,
    payload: JSON.parse(row.payload) as unknown,
    state: row.state,
    siteId: row.site_id,
    crawlId: row.crawl_id,
    uniqueKey: row.unique_key,
    attempts: row.attempts,
    maxAttempts: row.max_attempts,
    runAt: row.run_at,
    leaseOwner: row.lease_owner,
    leaseUntil: row.lease_until,
    error: row.error,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
