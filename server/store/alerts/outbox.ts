import { notFound, conflict, type Db, type Store } from '../store.ts';
import type { Row } from '../tables.ts';
import { deliveryOf, type Delivery } from './deliveries.ts';

/** A delivery that this process has taken in hand, with what it sends when an attempt was made before. */
export interface ClaimedDelivery extends Delivery {
  channelId: number;
  leaseOwner: string;
  body: string | null;
}

/**
 * Deliveries whose time has come, the longest waiting first, at most one for each channel. Channels in `busy` are left
 * out, so that a slow one does not hold up the others.
 */
export async function dueDeliveries(
  db: Db,
  { at, busy = [], limit = 100 }: { at: number; busy?: readonly number[]; limit?: number },
): Promise<{ id: number; channelId: number }[]> {
  const taken = new Set<number>(busy);
  const due: { id: number; channelId: number }[] = [];
  // A page may be filled by one channel's backlog; then the next one goes without that channel.
  for (;;) {
    let query = db
      .selectFrom('deliveries')
      .select(['id', 'channel_id'])
      .where('state', '=', 'waiting')
      .where('due_at', '<=', at)
      .where('channel_id', 'is not', null);
    if (taken.size > 0) query = query.where('channel_id', 'not in', [...taken]);
    const rows = await query.orderBy('due_at').orderBy('id').limit(limit).execute();
    for (const row of rows) {
      if (taken.has(row.channel_id!)) continue;
      taken.add(row.channel_id!);
      due.push({ id: row.id, channelId: row.channel_id! });
      if (due.length >= limit) return due;
    }
    if (rows.length < limit) return due;
  }
}

/**
 * Takes a delivery: waiting → sending, held for `leaseMs`. Null when somebody else has it, or its time has not come.
 * `early` takes it before its time. One statement decides, so of any number of servers one has it.
 */
export async function claimDelivery(
  db: Db,
  id: number,
  { owner, leaseMs, at, early = false }: { owner: string; leaseMs: number; at: number; early?: boolean },
): Promise<ClaimedDelivery | null> {
  let query = db
    .updateTable('deliveries')
    .set((set) => ({
      state: 'sending',
      attempts: set('attempts', '+', 1),
      lease_owner: owner,
      lease_until: at + leaseMs,
    }))
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .where('channel_id', 'is not', null);
  if (!early) query = query.where('due_at', '<=', at);
  const row = await query.returningAll().executeTakeFirst();
  return row ? claimedOf(row) : null;
}

/** Keeps what is sent, so that every attempt sends the same. */
export async function keepBody(db: Db, id: number, owner: string, body: string): Promise<void> {
  await held(db, id, owner).set({ body }).execute();
}

/** How an attempt went. */
export interface Attempt {
  at: number;
  durationMs: number;
  /** The HTTP status or SMTP code, when there was one. */
  status: number | null;
  /** Null when it was delivered. */
  error: string | null;
}

/**
 * Writes down how an attempt ended and what follows: delivered, to be tried again at `retryAt`, or parked. False when the
 * delivery is no longer this owner's: its lease ran out and somebody else went on.
 */
export async function endAttempt(
  store: Store,
  delivery: Pick<ClaimedDelivery, 'id' | 'leaseOwner' | 'attempts'>,
  attempt: Attempt,
  retryAt: number | null,
): Promise<boolean> {
  const end = attempt.at + attempt.durationMs;
  const error = attempt.error?.slice(0, 1000) ?? null;
  return store.transaction(async (db) => {
    const row = await held(db, delivery.id, delivery.leaseOwner)
      .set((set) => ({
        lease_owner: null,
        lease_until: null,
        error,
        ...(error === null
          ? { state: 'delivered' as const, finished_at: end, body: null }
          : retryAt === null
            ? { state: 'parked' as const, finished_at: end, failures: set('failures', '+', 1) }
            : { state: 'waiting' as const, due_at: retryAt, failures: set('failures', '+', 1) }),
      }))
      .returning('id')
      .executeTakeFirst();
    if (!row) return false;
    await db
      .insertInto('delivery_attempts')
      .values({
        delivery_id: delivery.id,
        number: delivery.attempts,
        at: attempt.at,
        duration_ms: Math.round(attempt.durationMs),
        outcome: error === null ? 'delivered' : 'failed',
        status: attempt.status,
        error,
      })
      .execute();
    return true;
  });
}

/** sending → waiting, at once: this process stops before it knows how the attempt went. */
export async function releaseDelivery(db: Db, id: number, owner: string, at: number): Promise<void> {
  await held(db, id, owner)
    .set({ state: 'waiting', due_at: at, lease_owner: null, lease_until: null })
    .execute();
}

/**
 * Frees deliveries whose holder is gone: the lease ran out, or `isGone` knows the process to be dead. They may have
 * arrived; they are sent again under the same id. Tests are not: who asked for one has gone away.
 */
export async function freeDeliveries(
  db: Db,
  at: number,
  isGone: (owner: string) => boolean = () => false,
): Promise<number> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['id', 'kind', 'lease_owner', 'lease_until'])
    .where('state', '=', 'sending')
    .execute();
  let freed = 0;
  for (const { id, kind, lease_owner: owner, lease_until: until } of rows) {
    if (owner === null || (until! >= at && !isGone(owner))) continue;
    if (kind !== 'test') await releaseDelivery(db, id, owner, at);
    else {
      const end = {
        state: 'parked',
        error: 'broken off',
        finished_at: at,
        lease_owner: null,
        lease_until: null,
      } as const;
      await held(db, id, owner).set(end).execute();
    }
    freed++;
  }
  return freed;
}

/**
 * Sends something again: parked or delivered → waiting, due now, its pauses from the first on. What waits already is due
 * now. @throws ScriptwardenError SW_STORE_NOT_FOUND, SW_STORE_CONFLICT while it is being sent or when its channel is gone.
 */
export async function resendDelivery(db: Db, id: number, at: number): Promise<Delivery> {
  const row = await db
    .updateTable('deliveries')
    .set({ state: 'waiting', due_at: at, failures: 0, finished_at: null })
    .where('id', '=', id)
    .where('state', '<>', 'sending')
    .where('channel_id', 'in', (select) =>
      select.selectFrom('channels').select('id').where('enabled', '=', 1),
    )
    .returningAll()
    .executeTakeFirst();
  if (row) return deliveryOf(row);
  const found = await db
    .selectFrom('deliveries')
    .select(['state', 'channel_id'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!found) throw notFound('delivery', id);
  if (found.channel_id === null)
    throw conflict(`The channel of delivery ${id} was removed.`, 'Read the alert itself instead.');
  throw found.state === 'sending'
    ? conflict(`Delivery ${id} is being sent right now.`, 'Wait for how it ends.')
    : conflict(`The channel of delivery ${id} is switched off.`, 'Switch the channel on first.');
}

/** Parks what waits for a channel. */
export async function parkWaiting(db: Db, channelId: number, why: string, at: number): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'parked', error: why, finished_at: at })
    .where('channel_id', '=', channelId)
    .where('state', '=', 'waiting')
    .execute();
}

/** An update of a delivery that this process still holds. */
function held(db: Db, id: number, owner: string) {
  return db
    .updateTable('deliveries')
    .where('id', '=', id)
    .where('lease_owner', '=', owner)
    .where('state', '=', 'sending');
}

function claimedOf(row: Row<'deliveries'>): ClaimedDelivery {
  return {
    ...deliveryOf(row),
    channelId: row.channel_id!,
    leaseOwner: row.lease_owner!,
    body: row.body,
  };
}
