import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startDeliveries } from '../../../server/alerts/index.ts';
import {
  alertChanges,
  countDeliveries,
  deliveryItems,
  listAlerts,
  listChanges,
  listDeliveries,
  openStore,
  type Store,
  type StoreAddress,
} from '../../../server/store/index.ts';
import { startReceiver, type BenchReceiver } from './receiver.ts';
import { contextOf, prepareStore, recordOne, type Work } from './site.ts';

const child = fileURLToPath(new URL('./child.ts', import.meta.url));

export interface DeliveryKills {
  alerts: number;
  /** Webhooks that came more than once, under the same id: what "at least once" means. */
  repeated: number;
  /** What broke; empty when nothing did. */
  problems: string[];
}

/**
 * Kills a process that records changes and delivers their alerts, again and again at random moments; lets the rest be
 * delivered, and holds what was recorded to what arrived: an alert for every change, one delivery for every alert, and
 * each of them received.
 */
export async function killDeliveries(
  address: StoreAddress,
  { kills, longestMs }: { kills: number; longestMs: number },
): Promise<DeliveryKills> {
  const receiver = await startReceiver(30);
  try {
    const store = await openStore(address);
    const work = await prepareStore(store, receiver.url, randomBytes(32).toString('hex'));
    await store.close();
    for (let kill = 0; kill < kills; kill++) await killOnce({ address, ...work }, Math.random() * longestMs);
    return await settle(address, work, receiver);
  } finally {
    await receiver.close();
  }
}

/** How long webhooks take from the moment their change was recorded, in milliseconds, least to most. */
export async function measureDeliveries(address: StoreAddress, alerts: number): Promise<number[]> {
  const receiver = await startReceiver(5);
  const store = await openStore(address);
  const work = await prepareStore(store, receiver.url, randomBytes(32).toString('hex'));
  const loop = startDeliveries(contextOf(store, work), { onError: fail });
  try {
    for (let n = 0; n < alerts; n++) {
      await recordOne(store, work.siteId);
      // No rhythm that could go with that of the loop.
      await delay(Math.random() * 200);
    }
    while (receiver.received.size < alerts) await delay(20);
  } finally {
    await loop.stop();
    await store.close();
    await receiver.close();
  }
  const waits = [...receiver.received.values()].map(({ firstAt, body }) => {
    const { timestamp } = JSON.parse(body) as { timestamp: string };
    return firstAt - Date.parse(timestamp);
  });
  return waits.sort((one, other) => one - other);
}

async function killOnce(work: object, afterMs: number): Promise<void> {
  const started = spawn(process.execPath, [child, JSON.stringify(work)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors = text(started.stderr);
  const exit = once(started, 'exit');
  const ready = await Promise.race([once(started.stdout, 'data'), exit.then(() => null)]);
  if (ready === null) throw new Error(`The process ended by itself: ${await errors}`);
  await delay(afterMs);
  if (started.exitCode !== null) throw new Error(`The process ended by itself: ${await errors}`);
  started.kill('SIGKILL');
  await exit;
}

async function settle(address: StoreAddress, work: Work, receiver: BenchReceiver): Promise<DeliveryKills> {
  const store = await openStore(address);
  try {
    const loop = startDeliveries(contextOf(store, work), { pollMs: 50, onError: fail });
    try {
      for (;;) {
        const { byState } = await countDeliveries(store.db);
        if (byState.waiting + byState.sending === 0) break;
        await delay(50);
      }
    } finally {
      await loop.stop();
    }
    return await compare(store, receiver);
  } finally {
    await store.close();
  }
}

async function compare(store: Store, { received }: BenchReceiver): Promise<DeliveryKills> {
  const limit = 1_000_000;
  const problems: string[] = [];
  const { items: changes } = await listChanges(store.db, { limit });
  const { items: alerts } = await listAlerts(store.db, { limit });
  const { items: deliveries } = await listDeliveries(store.db, { limit });
  const told: string[] = [];
  for (const alert of alerts) told.push(...(await alertChanges(store.db, alert.id)).map(({ id }) => id));
  problems.push(
    ...difference(
      changes.map(({ id }) => id),
      told,
    ).map((id) => `change ${id} raised no alert`),
  );
  problems.push(
    ...difference(
      told,
      changes.map(({ id }) => id),
    ).map((id) => `change ${id} was alerted twice`),
  );
  const sent: number[] = [];
  for (const delivery of deliveries) {
    sent.push(...(await deliveryItems(store.db, delivery.id)).map(({ alertId }) => alertId));
    if (delivery.state !== 'delivered') problems.push(`delivery ${delivery.id} is ${delivery.state}`);
    if (!received.has(delivery.webhookId)) problems.push(`delivery ${delivery.id} never arrived`);
  }
  problems.push(
    ...difference(
      alerts.map(({ id }) => id),
      sent,
    ).map((id) => `alert ${id} has no delivery`),
  );
  problems.push(
    ...difference(
      sent,
      alerts.map(({ id }) => id),
    ).map((id) => `alert ${id} has two deliveries`),
  );
  if (received.size !== deliveries.length)
    problems.push(`${received.size} ids arrived of ${deliveries.length}`);
  const repeated = [...received.values()].filter(({ count }) => count > 1).length;
  return { alerts: alerts.length, repeated, problems };
}

/** What is in one list more often than in the other. */
function difference<Item>(all: readonly Item[], others: readonly Item[]): Item[] {
  const left = new Map<Item, number>();
  for (const one of others) left.set(one, (left.get(one) ?? 0) + 1);
  return all.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}

function fail(error: unknown): void {
  throw error;
}
