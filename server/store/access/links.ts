import type { Db } from '../store.ts';

/** What a one-time link is for. */
export interface UserLink {
  id: number;
  /** Null: makes the first administrator. */
  userId: number | null;
  expiresAt: number;
}

/** Keeps a link by its hash. A user's new link ends the former ones. */
export async function addLink(
  db: Db,
  { hash, userId, at, expiresAt }: { hash: string; userId: number | null; at: number; expiresAt: number },
): Promise<void> {
  if (userId !== null) await db.deleteFrom('user_links').where('user_id', '=', userId).execute();
  await db
    .insertInto('user_links')
    .values({ hash, user_id: userId, created_at: at, expires_at: expiresAt })
    .execute();
}

/** The link of this hash while it can be used; looking at it uses nothing up. */
export async function findLink(db: Db, hash: string, now: number): Promise<UserLink | null> {
  const row = await db
    .selectFrom('user_links')
    .select(['id', 'user_id', 'expires_at'])
    .where('hash', '=', hash)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row ? { id: row.id, userId: row.user_id, expiresAt: row.expires_at } : null;
}

/** Uses a link up: of several who try at once, one is told true. The first administrator's ends all of its kind. */
export async function useLink(db: Db, link: UserLink): Promise<boolean> {
  const used = await db.deleteFrom('user_links').where('id', '=', link.id).returning('id').executeTakeFirst();
  if (used && link.userId === null) await db.deleteFrom('user_links').where('user_id', 'is', null).execute();
  return used !== undefined;
}

export async function dropOldLinks(db: Db, now: number): Promise<void> {
  await db.deleteFrom('user_links').where('expires_at', '<=', now).execute();
}
