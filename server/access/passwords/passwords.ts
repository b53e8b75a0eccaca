import { hashPassword, isOutdated, isPassword, usualCost, type Cost } from './hash.ts';
import { Slots } from './slots.ts';
import { checkPassword, longestPassword } from './strength.ts';

/** Two hashes at a time take 128 MiB and half of libuv's threads. */
const atATime = 2;
const waitingMost = 20;

/** Makes and checks password hashes, a bounded number at a time. */
export class Passwords {
  readonly #cost: Cost;
  readonly #slots = new Slots(atATime, waitingMost);
  #decoy: Promise<string> | undefined;

  constructor(cost: Cost = usualCost) {
    this.#cost = cost;
  }

  /** The hash to keep. @throws ScriptwardenError SW_PASSWORD_WEAK, SW_TOO_MANY_REQUESTS */
  async accept(password: string, userName: string): Promise<string> {
    checkPassword(password, userName);
    return this.#slots.run(() => hashPassword(password, this.#cost));
  }

  /**
   * Whether the password is right. Without a stored one it takes as long and is wrong: the time does not tell whether a
   * name exists. `better` is a hash to keep instead, when the stored one was made at another cost.
   */
  async check(password: string, stored: string | null): Promise<{ isRight: boolean; better: string | null }> {
    if (password.length > longestPassword * 4) return { isRight: false, better: null };
    this.#decoy ??= hashPassword('', this.#cost);
    const against = stored ?? (await this.#decoy);
    return this.#slots.run(async () => {
      const isRight = (await isPassword(password, against)) && stored !== null;
      const better =
        isRight && isOutdated(against, this.#cost) ? await hashPassword(password, this.#cost) : null;
      return { isRight, better };
    });
  }
}
