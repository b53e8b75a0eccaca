import { randomUUID } from 'node:crypto';
import { isBrokenReference } from '../dialect/errors.ts';
import { conflict, notFound, type Db } from '../store.ts';
import type { ChannelType, Row } from '../tables.ts';
import { parkWaiting } from './outbox.ts';

/** Somewhere to tell alerts. */
export interface Channel {
  id: number;
  type: ChannelType;
  name: string;
  /** Where it leads, by type; only what may be shown. */
  target: unknown;
  /** What its secrets are sealed to. */
  seal: string;
  /** Sealed. */
  secrets: string;
  enabled: boolean;
  disabledReason: string | null;
  createdAt: number;
  updatedAt: number;
  lastSuccessAt: number | null;
  lastFailureAt: number | null;
}

/** More than anybody needs; each one costs the delivery loop a little. */
const mostChannels = 500;

export async function addChannel(
  db: Db,
  channel: Pick<Channel, 'type' | 'name' | 'target' | 'enabled'> & {
    seal: string;
    secrets: string;
    at: number;
  },
): Promise<Channel> {
  const { count } = await db
    .selectFrom('channels')
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  if (count >= mostChannels)
    throw conflict(`There are ${mostChannels} channels already.`, 'Remove one that nobody needs.');
  const row = await db
    .insertInto('channels')
    .values({
      type: channel.type,
      name: channel.name,
      target: JSON.stringify(channel.target),
      seal: channel.seal,
      secrets: channel.secrets,
      enabled: Number(channel.enabled),
      created_at: channel.at,
      updated_at: channel.at,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return channelOf(row);
}

/** What a new channel's secrets are sealed to. */
export function newSeal(): string {
  return randomUUID();
}

/** Changes what is given. Switched off, what waits for it is parked. @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function updateChannel(
  db: Db,
  id: number,
  changes: Partial<Pick<Channel, 'name' | 'target' | 'secrets' | 'enabled' | 'disabledReason'>>,
  at: number,
): Promise<Channel> {
  const { name, target, secrets, enabled, disabledReason = null } = changes;
  const row = await db
    .updateTable('channels')
    .set({
      updated_at: at,
      ...(name !== undefined && { name }),
      ...(target !== undefined && { target: JSON.stringify(target) }),
      ...(secrets !== undefined && { secrets }),
      ...(enabled !== undefined && { enabled: Number(enabled), disabled_reason: disabledReason }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw notFound('channel', id);
  if (enabled === false) await parkWaiting(db, id, disabledReason ?? 'the channel is switched off', at);
  return channelOf(row);
}

/** @throws ScriptwardenError SW_STORE_NOT_FOUND, SW_STORE_CONFLICT while rules use it. */
export async function removeChannel(db: Db, id: number, at: number): Promise<void> {
  const users = await db
    .selectFrom('rules')
    .select('id')
    .where('channel_id', '=', id)
    .orderBy('id')
    .execute();
  if (users.length > 0)
    throw inUse(
      id,
      users.map((rule) => rule.id),
    );
  await parkWaiting(db, id, 'the channel was removed', at);
  try {
    const gone = await db.deleteFrom('channels').where('id', '=', id).returning('id').executeTakeFirst();
    if (!gone) throw notFound('channel', id);
  } catch (error) {
    if (isBrokenReference(error)) throw inUse(id, []);
    throw error;
  }
}

function inUse(id: number, rules: readonly number[]): Error {
  const which = rules.length === 0 ? 'Rules' : `Rules ${rules.slice(0, 20).join(', ')}`;
  return conflict(`${which} still tell channel ${id}.`, 'Remove them or give them another channel first.');
}

/** @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function findChannel(db: Db, id: number): Promise<Channel> {
  const row = await db.selectFrom('channels').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('channel', id);
  return channelOf(row);
}

/** By id. There are some hundred at most. */
export async function listChannels(db: Db): Promise<Channel[]> {
  return (await db.selectFrom('channels').selectAll().orderBy('id').execute()).map(channelOf);
}

/** Remembers how the latest attempt ended. */
export async function noteChannel(db: Db, id: number, isSuccess: boolean, at: number): Promise<void> {
  await db
    .updateTable('channels')
    .set(isSuccess ? { last_success_at: at } : { last_failure_at: at })
    .where('id', '=', id)
    .execute();
}

function channelOf(row: Row<'channels'>): Channel {
  return {
    id: row.id,
    type: row.type,
    name: row.name,
    target: JSON.parse(row.target) as unknown,
    seal: row.seal,
    secrets: row.secrets,
    enabled: row.enabled === 1,
    disabledReason: row.disabled_reason,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lastSuccessAt: row.last_success_at,
    lastFailureAt: row.last_failure_at,
  };
}
