import { TooMany } from '../too-many.ts';

/**
 * Lets a few pieces of costly work run at a time and some more wait: whoever asks for hashes without end must take neither
 * all memory nor all threads from the rest of the service.
 */
export class Slots {
  readonly #running: number;
  readonly #waitingMost: number;
  #taken = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(running: number, waitingMost: number) {
    this.#running = running;
    this.#waitingMost = waitingMost;
  }

  /** @throws TooMany when too many wait already */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#taken >= this.#running) {
      if (this.#waiting.length >= this.#waitingMost)
        throw new TooMany('Too many people log in at this moment', 5000);
      // Whoever leaves hands the slot over, so that nobody comes in between.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#taken++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#taken--;
    }
  }
}
