import type { Category } from '../../../core/schema/index.ts';
import { hasCode } from '../dialect/errors.ts';
import { conflict, notFound, type Db } from '../store.ts';
import type { Row } from '../tables.ts';
import type { FeedFormat, FeedSeverity } from '../tables/feeds.ts';

/** What of a list was not taken, and the first line where that happened. */
export interface Skipped {
  reason: string;
  count: number;
  line: number;
}

/** A list of what is known to be bad. */
export interface Feed {
  id: number;
  name: string;
  severity: FeedSeverity;
  category: Category;
  format: FeedFormat;
  url: string | null;
  refreshSeconds: number | null;
  isEnabled: boolean;
  entries: number;
  skipped: Skipped[];
  /** What the server said of the list it gave last. */
  etag: string | null;
  modified: string | null;
  sha256: string | null;
  generation: number;
  refreshedAt: number | null;
  nextRefreshAt: number | null;
  error: { code: string; message: string } | null;
  createdAt: number;
  updatedAt: number;
}

export interface FeedSettings {
  name: string;
  severity: FeedSeverity;
  category: Category;
  format: FeedFormat;
  url: string | null;
  refreshSeconds: number | null;
  isEnabled: boolean;
}

/** @throws ScriptwardenError SW_STORE_CONFLICT when the name is taken. */
export async function addFeed(db: Db, settings: FeedSettings, at: number): Promise<Feed> {
  const row = await db
    .insertInto('feeds')
    .values({
      ...columnsOf(settings),
      next_refresh_at: settings.url === null ? null : at,
      created_at: at,
      updated_at: at,
    })
    .onConflict((on) => on.column('name').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) throw nameTaken(settings.name);
  return feedOf(row);
}

/** @throws ScriptwardenError SW_STORE_NOT_FOUND, SW_STORE_CONFLICT when the name is taken. */
export async function updateFeed(db: Db, id: number, settings: FeedSettings, at: number): Promise<Feed> {
  const old = await findFeed(db, id);
  const isMoved = old.url !== settings.url || old.format !== settings.format;
  const due = settings.url === null ? null : isMoved ? at : nextRefresh(settings, old.refreshedAt, at);
  const row = await db
    .updateTable('feeds')
    .set({
      ...columnsOf(settings),
      next_refresh_at: due,
      updated_at: at,
      ...(isMoved && { etag: null, modified: null, sha256: null }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
    .catch((error: unknown) => {
      throw hasCode(error, 'SW_STORE_CONFLICT') ? nameTaken(settings.name) : error;
    });
  if (!row) throw notFound('feed', id);
  return feedOf(row);
}

/** By id or name. @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function findFeed(db: Db, idOrName: number | string): Promise<Feed> {
  const query = db.selectFrom('feeds').selectAll();
  const byName = await query.where('name', '=', String(idOrName)).executeTakeFirst();
  const id = Number(idOrName);
  const row =
    typeof idOrName === 'string' && byName
      ? byName
      : Number.isSafeInteger(id)
        ? await query.where('id', '=', id).executeTakeFirst()
        : undefined;
  if (!row) throw notFound('feed', idOrName);
  return feedOf(row);
}

export async function listFeeds(db: Db): Promise<Feed[]> {
  const rows = await db.selectFrom('feeds').selectAll().orderBy('name').execute();
  return rows.map(feedOf);
}

/** Lists whose time to be fetched has come. */
export async function dueFeeds(db: Db, now: number): Promise<Feed[]> {
  const rows = await db
    .selectFrom('feeds')
    .selectAll()
    .where('enabled', '=', 1)
    .where('url', 'is not', null)
    .where('next_refresh_at', '<=', now)
    .orderBy('id')
    .execute();
  return rows.map(feedOf);
}

/** Retries of a list that could not be fetched come after this, or its own time if that is shorter. */
const retrySeconds = 15 * 60;

/** Notes that a list was fetched and is as it was, or why it could not be. */
export async function noteRefresh(
  db: Db,
  id: number,
  result: { error: { code: string; message: string } | null; etag?: string | null; modified?: string | null },
  at: number,
): Promise<void> {
  const feed = await findFeed(db, id);
  const seconds =
    feed.refreshSeconds === null
      ? null
      : Math.min(feed.refreshSeconds, result.error ? retrySeconds : Infinity);
  await db
    .updateTable('feeds')
    .set({
      error: result.error && JSON.stringify(result.error),
      next_refresh_at: feed.url === null || seconds === null ? null : at + seconds * 1000,
      ...(!result.error && { refreshed_at: at }),
      ...(result.etag !== undefined && { etag: result.etag }),
      ...(result.modified !== undefined && { modified: result.modified }),
    })
    .where('id', '=', id)
    .execute();
}

function nextRefresh(
  { refreshSeconds }: FeedSettings,
  refreshedAt: number | null,
  now: number,
): number | null {
  if (refreshedAt === null) return now;
  return refreshSeconds === null ? null : refreshedAt + refreshSeconds * 1000;
}

function columnsOf(settings: FeedSettings) {
  return {
    name: settings.name,
    severity: settings.severity,
    category: settings.category,
    format: settings.format,
    url: settings.url,
    refresh_seconds: settings.refreshSeconds,
    enabled: settings.isEnabled ? 1 : 0,
  };
}

function nameTaken(name: string) {
  return conflict(`There is a feed named "${name}" already.`, 'Choose another name, or change that feed.');
}

function feedOf(row: Row<'feeds'>): Feed {
  return {
    id: row.id,
    name: row.name,
    severity: row.severity,
    category: row.category,
    format: row.format,
    url: row.url,
    refreshSeconds: row.refresh_seconds,
    isEnabled: row.enabled === 1,
    entries: row.entries,
    skipped: JSON.parse(row.skipped) as Skipped[],
    etag: row.etag,
    modified: row.modified,
    sha256: row.sha256,
    generation: row.generation,
    refreshedAt: row.refreshed_at,
    nextRefreshAt: row.next_refresh_at,
    error: row.error === null ? null : (JSON.parse(row.error) as Feed['error']),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
