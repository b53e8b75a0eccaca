import type { Role } from '../../access/principal.ts';
import type { Page } from '../lists.ts';
import type { Db } from '../store.ts';
import type { Row } from '../tables.ts';

/** An API token of a user; the token itself is known to nobody but whoever was shown it. */
export interface ApiToken {
  id: number;
  userId: number;
  name: string;
  /** The most it may do; null: as much as its user. */
  role: Role | null;
  /** Null: every site of its user. */
  siteIds: number[] | null;
  createdAt: number;
  expiresAt: number | null;
  /** To the minute. */
  usedAt: number | null;
  revokedAt: number | null;
}

export async function addToken(
  db: Db,
  token: Omit<ApiToken, 'id' | 'usedAt' | 'revokedAt'> & { hash: string },
): Promise<ApiToken> {
  const row = await db
    .insertInto('api_tokens')
    .values({
      hash: token.hash,
      user_id: token.userId,
      name: token.name,
      role: token.role,
      sites: token.siteIds && JSON.stringify(token.siteIds),
      created_at: token.createdAt,
      expires_at: token.expiresAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return tokenOf(row);
}

/** The token of this hash, if it may still be used. */
export async function findUsableToken(db: Db, hash: string, now: number): Promise<ApiToken | null> {
  const row = await db
    .selectFrom('api_tokens')
    .selectAll()
    .where('hash', '=', hash)
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
    .executeTakeFirst();
  return row ? tokenOf(row) : null;
}

export async function findToken(db: Db, id: number): Promise<ApiToken | null> {
  const row = await db.selectFrom('api_tokens').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? tokenOf(row) : null;
}

/** Tokens of a user, or of everybody, the newest first; revoked ones stay in the list for a while. */
export async function listTokens(
  db: Db,
  { userId, limit = 100, after }: { userId?: number; limit?: number; after?: string } = {},
): Promise<Page<ApiToken>> {
  let query = db.selectFrom('api_tokens').selectAll();
  if (userId !== undefined) query = query.where('user_id', '=', userId);
  if (after !== undefined) query = query.where('id', '<', Number(after) || 0);
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map(tokenOf);
  return { items, next: rows.length > limit ? String(items.at(-1)!.id) : null };
}

export async function noteUse(db: Db, id: number, at: number): Promise<void> {
  await db.updateTable('api_tokens').set({ used_at: at }).where('id', '=', id).execute();
}

/** Takes a token back for good; doing it again changes nothing. */
export async function revokeToken(db: Db, id: number, at: number): Promise<void> {
  await db
    .updateTable('api_tokens')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute();
}

/** Removes tokens that have been of no use since before `cutoff`. */
export async function dropDeadTokens(db: Db, cutoff: number): Promise<void> {
  await db
    .deleteFrom('api_tokens')
    .where((where) => where.or([where('revoked_at', '<', cutoff), where('expires_at', '<', cutoff)]))
    .execute();
}

function tokenOf(row: Row<'api_tokens'>): ApiToken {
  return {
    id: row.id,
    userId: row.user_id,
    name: row.name,
    role: row.role,
    siteIds: row.sites === null ? null : (JSON.parse(row.sites) as number[]),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
    revokedAt: row.revoked_at,
  };
}
