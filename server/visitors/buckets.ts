/** How much is let through: so many at once, refilled by so many a second. */
export interface Allowance {
  burst: number;
  perSecond: number;
}

interface Bucket {
  left: number;
  at: number;
}

/**
 * Token buckets by name, at most `most` of them: the one used longest ago is forgotten, so that somebody with many
 * addresses fills no memory. What is forgotten starts full; whoever uses that must be stopped by a limit on all together.
 */
export class Buckets {
  readonly #allowance: Allowance;
  readonly #most: number;
  readonly #buckets = new Map<string | number, Bucket>();

  constructor(allowance: Allowance, most = 10_000) {
    this.#allowance = allowance;
    this.#most = most;
  }

  /** Takes up to `wanted` at a time (milliseconds) and answers how many there were. */
  take(name: string | number, wanted: number, now: number): number {
    const { burst, perSecond } = this.#allowance;
    const bucket = this.#buckets.get(name) ?? { left: burst, at: now };
    const left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond);
    const taken = Math.min(wanted, Math.floor(left));
    // Deleted and set again, it is the youngest of the map.
    this.#buckets.delete(name);
    this.#buckets.set(name, { left: left - taken, at: now });
    if (this.#buckets.size > this.#most) this.#buckets.delete(this.#buckets.keys().next().value!);
    return taken;
  }

  get size(): number {
    return this.#buckets.size;
  }
}
