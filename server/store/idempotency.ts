import type { Db } from './store.ts';

/** Which key of whom: a key counts within one user and one address. */
export interface KeyPlace {
  userId: number;
  route: string;
  key: string;
}

export interface KeptReply {
  fingerprint: string;
  /** Sealed; null while the first request is still being answered. */
  reply: string | null;
}

/** A request that has not answered for so long was lost with its process, and its key is free again. */
const lostAfterMs = 5 * 60_000;
/** How long answers are kept. */
export const keysKeptMs = 86_400_000;

/** Takes a key for a request; null when it is now this request's, otherwise what is known of the earlier one. */
export async function claimKey(
  db: Db,
  { userId, route, key, fingerprint, at }: KeyPlace & { fingerprint: string; at: number },
): Promise<KeptReply | null> {
  const place = { user_id: userId, route, key };
  await db
    .deleteFrom('idempotency_keys')
    .where((where) => where.and(place))
    .where((where) =>
      where.or([
        where('created_at', '<', at - keysKeptMs),
        where.and([where('reply', 'is', null), where('created_at', '<', at - lostAfterMs)]),
      ]),
    )
    .execute();
  const claimed = await db
    .insertInto('idempotency_keys')
    .values({ ...place, fingerprint, created_at: at })
    .onConflict((on) => on.doNothing())
    .returning('key')
    .executeTakeFirst();
  if (claimed) return null;
  const kept = await db
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'reply'])
    .where((where) => where.and(place))
    .executeTakeFirst();
  // Given up in between: the caller may ask again.
  return kept ?? { fingerprint, reply: null };
}

/** Keeps the answer. */
export async function finishKey(db: Db, { userId, route, key }: KeyPlace, reply: string): Promise<void> {
  await db
    .updateTable('idempotency_keys')
    .set({ reply })
    .where((where) => where.and({ user_id: userId, route, key }))
    .execute();
}

/** Lets go of a key whose request failed. */
export async function dropKey(db: Db, { userId, route, key }: KeyPlace): Promise<void> {
  await db
    .deleteFrom('idempotency_keys')
    .where((where) => where.and({ user_id: userId, route, key }))
    .execute();
}

/** Removes what is older than a day. */
export async function dropOldKeys(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('idempotency_keys')
    .where('created_at', '<', now - keysKeptMs)
    .execute();
}
