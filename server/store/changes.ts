import type { ExpressionBuilder } from 'kysely';
import {
  severities,
  type Change,
  type ChangeKind,
  type Evidence,
  type Severity,
  type SubjectType,
} from '../../core/schema/index.ts';
import { boundedKey } from '../identity/index.ts';
import { recordAlerts, type RecordedChange } from './alerts/record.ts';
import { batches, inBatches } from './batches.ts';
import { isBrokenReference } from './dialect/errors.ts';
import { finishCrawl, findCrawl, type Crawl } from './crawls.ts';
import { readCursor, type Page } from './lists.ts';
import type { Db, Store } from './store.ts';
import { conflict, notFound } from './store.ts';
import type { Row, Tables } from './tables.ts';

/** A change as drift finds it, before it has an id. */
export interface ChangeToStore {
  kind: ChangeKind;
  severity: Severity;
  subject: Change['subject'];
  message: string;
  before: unknown;
  after: unknown;
  evidence: readonly Evidence[];
  previousCrawlId: number | null;
  /** Equal for the same change: it is told once while it lasts. */
  dedupeKey: string;
}

/** Severities that stay quiet when they come back, so that A/B variants do not ring twice. */
const quietSeverities = severities.indexOf('low');

/**
 * Records what a crawl changed, once: the crawl is then compared and takes the state its capture ended with. A change
 * that still lasts is not told again; one that ended and is back is, unless it was `info` or `low`. `ended` are the
 * dedupe keys of changes that this crawl no longer shows; `all` when `found` are transitions, as `compare` of
 * server/drift gives them: what lasts is then not found again, so whatever is found again had ended. Repeating it
 * changes nothing. The alerts they raise are recorded with them.
 * `inside` runs in the same transaction, once. Answers the changes told by this crawl.
 */
export async function recordChanges(
  store: Store,
  crawlId: number,
  found: readonly ChangeToStore[],
  ended: readonly string[] | 'all' = [],
  at = Date.now(),
  inside: (db: Db) => Promise<void> = () => Promise.resolve(),
): Promise<Change[]> {
  return store.transaction(async (db) => {
    const crawl = await findCrawl(db, crawlId);
    if (crawl.storedAt === null)
      throw conflict(`Crawl ${crawlId} is not stored yet.`, 'Store its capture first.');
    // Of two that compare one crawl at once, the second finds it done.
    const claimed = await db
      .updateTable('crawls')
      .set({ compared_at: at })
      .where('id', '=', crawlId)
      .where('compared_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (claimed) {
      await endChanges(
        db,
        crawl,
        ended === 'all' ? [...(await standingChanges(db, crawl.siteId)).keys()] : ended,
      );
      await tellChanges(db, crawl, found, at);
      await inside(db);
    }
    await finishCrawl(db, crawlId, at);
    return changesOfCrawl(db, crawlId);
    // A rule may be removed at the very moment at which it fires.
  }, isBrokenReference);
}

/**
 * Tells changes that no comparison of crawls found, such as a failed crawl or a new detector's digest, as of a crawl; each
 * once while it lasts. Runs in the caller's transaction.
 */
export async function tellOfCrawl(
  db: Db,
  crawl: Pick<Crawl, 'id' | 'siteId'>,
  found: readonly ChangeToStore[],
  at = Date.now(),
): Promise<void> {
  await tellChanges(db, crawl, found, at);
}

/** Ends changes of a site by their dedupe keys, as of a crawl; in the caller's transaction. */
export async function endChanges(
  db: Db,
  crawl: Pick<Crawl, 'id' | 'siteId'>,
  keys: readonly string[],
): Promise<void> {
  for (const piece of batches(keys.map(boundedKey))) {
    await db
      .updateTable('changes')
      .set({ ended_crawl_id: crawl.id })
      .where('site_id', '=', crawl.siteId)
      .where('dedupe_key', 'in', piece)
      .where('ended_crawl_id', 'is', null)
      .execute();
  }
}

async function tellChanges(
  db: Db,
  crawl: Pick<Crawl, 'id' | 'siteId'>,
  found: readonly ChangeToStore[],
  at: number,
): Promise<void> {
  const byKey = new Map(found.map((change) => [boundedKey(change.dedupeKey), change]));
  const told = await inBatches([...byKey.keys()], (piece) =>
    db
      .selectFrom('changes')
      .select(['id', 'dedupe_key', 'severity', 'ended_crawl_id'])
      .where('site_id', '=', crawl.siteId)
      .where('dedupe_key', 'in', piece)
      .orderBy('id')
      .execute(),
  );
  const back: number[] = [];
  // The latest telling of a key decides; rows come in order of id.
  for (const row of new Map(told.map((one) => [one.dedupe_key, one])).values()) {
    const isQuiet =
      row.severity <= quietSeverities && rank(byKey.get(row.dedupe_key)!.severity) <= quietSeverities;
    if (row.ended_crawl_id !== null && !isQuiet) continue;
    if (row.ended_crawl_id !== null) back.push(row.id);
    byKey.delete(row.dedupe_key);
  }
  for (const piece of batches(back)) {
    await db.updateTable('changes').set({ ended_crawl_id: null }).where('id', 'in', piece).execute();
  }
  const recorded: RecordedChange[] = [];
  for (const piece of batches([...byKey], 13)) {
    const rows = await db
      .insertInto('changes')
      .values(
        piece.map(([key, change]) => ({
          site_id: crawl.siteId,
          crawl_id: crawl.id,
          previous_crawl_id: change.previousCrawlId,
          kind: change.kind,
          severity: rank(change.severity),
          subject_type: change.subject.type,
          subject_id: boundedKey(change.subject.id),
          subject_url: change.subject.url,
          message: change.message,
          detail: JSON.stringify({ before: change.before, after: change.after, evidence: change.evidence }),
          at,
          dedupe_key: key,
        })),
      )
      .returning(['id', 'kind', 'severity'])
      .execute();
    recorded.push(...rows.map((row) => ({ ...row, severity: severities[row.severity]! })));
  }
  await recordAlerts(db, crawl, recorded, at);
}

/** The latest crawl of a site that told each of these changes, by dedupe key. */
export async function toldCrawls(
  db: Db,
  siteId: number,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const byBounded = new Map(keys.map((key) => [boundedKey(key), key]));
  const rows = await inBatches([...byBounded.keys()], (piece) =>
    db
      .selectFrom('changes')
      .select('dedupe_key')
      .select((select) => select.fn.max<number>('crawl_id').as('crawl'))
      .where('site_id', '=', siteId)
      .where('dedupe_key', 'in', piece)
      .groupBy('dedupe_key')
      .execute(),
  );
  return new Map(rows.map((row) => [byBounded.get(row.dedupe_key)!, row.crawl]));
}

/** Dedupe keys of the changes of a site that still last, with their severity. */
export async function standingChanges(db: Db, siteId: number): Promise<Map<string, Severity>> {
  const rows = await db
    .selectFrom('changes')
    .select(['dedupe_key', 'severity'])
    .where('site_id', '=', siteId)
    .where('ended_crawl_id', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.dedupe_key, severities[row.severity]!]));
}

export interface ChangeFilter {
  siteId?: number;
  /** Of these sites only. */
  siteIds?: readonly number[];
  crawlId?: number;
  /** Newest first unless said; `worst`: by severity, then newest. */
  order?: 'newest' | 'oldest' | 'worst';
  /** Changes of crawls after this one. */
  sinceCrawl?: number;
  /** Milliseconds since 1970. */
  sinceTime?: number;
  minSeverity?: Severity;
  kinds?: readonly ChangeKind[];
  subject?: { type: SubjectType; id: string };
  limit?: number;
  after?: string;
}

/** Changes, newest first. */
export async function listChanges(db: Db, filter: ChangeFilter = {}): Promise<Page<Change>> {
  const limit = filter.limit ?? 100;
  let query = db.selectFrom('changes').selectAll();
  if (filter.siteId !== undefined) query = query.where('site_id', '=', filter.siteId);
  if (filter.siteIds !== undefined) query = query.where('site_id', 'in', filter.siteIds);
  if (filter.crawlId !== undefined) query = query.where('crawl_id', '=', filter.crawlId);
  if (filter.sinceCrawl !== undefined) query = query.where('crawl_id', '>', filter.sinceCrawl);
  if (filter.sinceTime !== undefined) query = query.where('at', '>=', filter.sinceTime);
  if (filter.minSeverity !== undefined) query = query.where('severity', '>=', rank(filter.minSeverity));
  if (filter.kinds) query = query.where('kind', 'in', filter.kinds);
  if (filter.subject) {
    query = query
      .where('subject_type', '=', filter.subject.type)
      .where('subject_id', '=', boundedKey(filter.subject.id));
  }
  const { order = 'newest' } = filter;
  if (filter.after !== undefined) query = query.where(beyond(order, filter.after));
  if (order === 'worst') query = query.orderBy('severity', 'desc');
  const rows = await query
    .orderBy('id', order === 'oldest' ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map(changeOf);
  const end = items.at(-1);
  const cursor = end && (order === 'worst' ? `${rank(end.severity)}-${end.id}` : end.id);
  return { items, next: rows.length > limit ? (cursor ?? null) : null };
}

/** What comes after a cursor in this order. */
function beyond(order: 'newest' | 'oldest' | 'worst', after: string) {
  return (where: ExpressionBuilder<Tables, 'changes'>) => {
    if (order === 'oldest') return where('id', '>', Number(after) || 0);
    if (order === 'newest') return where('id', '<', Number(after) || 0);
    const [severity, id] = readCursor(after);
    return where(where.refTuple('severity', 'id'), '<', where.tuple(severity, id));
  };
}

/** Changes told by one crawl, worst first. */
export async function changesOfCrawl(db: Db, crawlId: number): Promise<Change[]> {
  const rows = await db
    .selectFrom('changes')
    .selectAll()
    .where('crawl_id', '=', crawlId)
    .orderBy('severity', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(changeOf);
}

function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

/** A change as everybody reads it. */
export function changeOf(row: Row<'changes'>): Change {
  const { before, after, evidence } = JSON.parse(row.detail) as Pick<Change, 'before' | 'after' | 'evidence'>;
  return {
    schemaVersion: 1,
    id: String(row.id),
    site: String(row.site_id),
    crawl: String(row.crawl_id),
    previousCrawl: row.previous_crawl_id === null ? null : String(row.previous_crawl_id),
    kind: row.kind,
    severity: severities[row.severity]!,
    subject: { type: row.subject_type, id: row.subject_id, url: row.subject_url },
    message: row.message,
    before,
    after,
    evidence,
    at: new Date(row.at).toISOString(),
  };
}

/** The id of the newest change; 0 when there is none. */
export async function latestChangeId(db: Db): Promise<number> {
  const row = await db
    .selectFrom('changes')
    .select((select) => select.fn.max('id').as('id'))
    .executeTakeFirst();
  return row?.id ?? 0;
}

/** Changes recorded after the one with this id, oldest first, 500 at most. */
export async function newChanges(db: Db, afterId: number): Promise<Change[]> {
  const rows = await db
    .selectFrom('changes')
    .selectAll()
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(500)
    .execute();
  return rows.map(changeOf);
}

/** @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function findChange(db: Db, id: number): Promise<Change> {
  const row = await db.selectFrom('changes').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('change', id);
  return changeOf(row);
}
