import type { Db } from '../store.ts';
import type { Row } from '../tables.ts';

/** A login of a user in one browser. */
export interface Session {
  id: number;
  userId: number;
  createdAt: number;
  seenAt: number;
  expiresAt: number;
  address: string;
  agent: string;
}

export async function addSession(db: Db, session: Omit<Session, 'id'> & { hash: string }): Promise<Session> {
  const row = await db
    .insertInto('sessions')
    .values({
      hash: session.hash,
      user_id: session.userId,
      created_at: session.createdAt,
      seen_at: session.seenAt,
      expires_at: session.expiresAt,
      address: session.address,
      agent: session.agent,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return sessionOf(row);
}

/** The session of this hash, if it has not ended: neither by its age nor by being idle since before `idleSince`. */
export async function findSession(
  db: Db,
  hash: string,
  { now, idleSince }: { now: number; idleSince: number },
): Promise<Session | null> {
  const row = await db
    .selectFrom('sessions')
    .selectAll()
    .where('hash', '=', hash)
    .where('expires_at', '>', now)
    .where('seen_at', '>', idleSince)
    .executeTakeFirst();
  return row ? sessionOf(row) : null;
}

export async function noteSeen(db: Db, id: number, at: number): Promise<void> {
  await db.updateTable('sessions').set({ seen_at: at }).where('id', '=', id).execute();
}

/** Sessions of a user that have not ended, the latest used first. */
export async function listSessions(
  db: Db,
  userId: number,
  { now, idleSince }: { now: number; idleSince: number },
): Promise<Session[]> {
  const rows = await db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('expires_at', '>', now)
    .where('seen_at', '>', idleSince)
    .orderBy('seen_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(sessionOf);
}

/** Ends one session of a user; false when it is not theirs or has ended. */
export async function endSession(db: Db, userId: number, id: number): Promise<boolean> {
  const ended = await db
    .deleteFrom('sessions')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .returning('id')
    .executeTakeFirst();
  return ended !== undefined;
}

/** Ends every session of a user but `except`. */
export async function endSessions(db: Db, userId: number, except: number | null = null): Promise<void> {
  let query = db.deleteFrom('sessions').where('user_id', '=', userId);
  if (except !== null) query = query.where('id', '<>', except);
  await query.execute();
}

export async function dropOldSessions(
  db: Db,
  { now, idleSince }: { now: number; idleSince: number },
): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where((where) => where.or([where('expires_at', '<=', now), where('seen_at', '<=', idleSince)]))
    .execute();
}

function sessionOf(row: Row<'sessions'>): Session {
  return {
    id: row.id,
    userId: row.user_id,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    expiresAt: row.expires_at,
    address: row.address,
    agent: row.agent,
  };
}
