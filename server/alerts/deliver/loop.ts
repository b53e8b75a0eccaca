import { createOwner, isOwnerGone } from '../../jobs/owner.ts';
import { claimDelivery, dueDeliveries, freeDeliveries, releaseDelivery } from '../../store/index.ts';
import type { AlertContext } from '../context.ts';
import { attemptDelivery } from './attempt.ts';

export interface DeliveryOptions {
  /** Told of what fails here, not of what a target does: that stands in the delivery. */
  onError: (error: unknown) => void;
  /** How often to look for what is due, in milliseconds. */
  pollMs?: number;
  /** Attempts at a time, in all. */
  concurrency?: number;
  /** Attempts at a time to one channel: a slow one holds up nobody else, and is not flooded. */
  perChannel?: number;
  /** How long a delivery is held: longer than any attempt takes. */
  leaseMs?: number;
  /** How long attempts under way may go on when stopped, in milliseconds. */
  stopMs?: number;
}

export interface Deliveries {
  /** Begins no more attempts, lets those under way end for a moment, hands back the rest, to be made again. */
  stop(): Promise<void>;
}

/**
 * Sends what the outbox holds as it comes due, until stopped. Any number of processes may do so on one store: each delivery
 * is in one's hands at a time. What a killed process had in hand is sent again, under the same id.
 */
export function startDeliveries(context: AlertContext, options: DeliveryOptions): Deliveries {
  const loop = new DeliveryLoop(context, options);
  return { stop: () => loop.stop() };
}

class DeliveryLoop {
  readonly #context: AlertContext;
  readonly #options: Required<DeliveryOptions>;
  readonly #owner = createOwner();
  readonly #stopping = new AbortController();
  readonly #breakOff = new AbortController();
  readonly #running = new Map<Promise<void>, number>();
  readonly #ended: Promise<void>;
  #isWoken = false;
  #endSleep: () => void = () => undefined;

  constructor(context: AlertContext, options: DeliveryOptions) {
    this.#context = context;
    this.#options = {
      pollMs: 1000,
      concurrency: 64,
      perChannel: 4,
      leaseMs: 60_000,
      stopMs: 3000,
      ...options,
    };
    this.#ended = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    const timer = setTimeout(() => this.#breakOff.abort(), this.#options.stopMs);
    await this.#ended;
    await Promise.all(this.#running.keys());
    clearTimeout(timer);
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#startDue();
      } catch (error) {
        this.#options.onError(error);
      }
      await this.#sleep();
    }
  }

  /** Takes what is due until nothing more is, or every place is taken. */
  async #startDue(): Promise<void> {
    const { store, now } = this.#context;
    await freeDeliveries(store.db, now(), isOwnerGone);
    for (;;) {
      const room = this.#options.concurrency - this.#running.size;
      if (room <= 0 || this.#stopping.signal.aborted) return;
      const due = await dueDeliveries(store.db, { at: now(), busy: this.#busy(), limit: room });
      if (due.length === 0) return;
      for (const { id, channelId } of due) await this.#take(id, channelId);
    }
  }

  async #take(id: number, channelId: number): Promise<void> {
    const { store, now } = this.#context;
    const owner = this.#owner;
    const { leaseMs } = this.#options;
    const delivery = await claimDelivery(store.db, id, { owner, leaseMs, at: now() });
    if (!delivery) return;
    const signal = this.#breakOff.signal;
    const running = attemptDelivery(this.#context, delivery, { signal })
      .then(async ({ error }) => {
        if (error !== null && signal.aborted) await releaseDelivery(store.db, id, owner, now());
      })
      .catch((error: unknown) => this.#options.onError(error))
      .finally(() => {
        this.#running.delete(running);
        this.#wake();
      });
    this.#running.set(running, channelId);
  }

  /** Channels with as many attempts under way as they may have. */
  #busy(): number[] {
    const counts = new Map<number, number>();
    for (const id of this.#running.values()) counts.set(id, (counts.get(id) ?? 0) + 1);
    return [...counts].filter(([, count]) => count >= this.#options.perChannel).map(([id]) => id);
  }

  #wake(): void {
    this.#isWoken = true;
    this.#endSleep();
  }

  /** Until the next look, or until something ended since the last one began. */
  async #sleep(): Promise<void> {
    if (!this.#isWoken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.#options.pollMs);
        this.#endSleep = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#isWoken = false;
  }
}
