import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Passwords, type Cost } from './passwords/index.ts';
import { TooMany } from './too-many.ts';

/** What this process knows of who asks: how often, and how costly passwords are to check. */
export interface Access {
  readonly passwords: Passwords;
  readonly limits: AccessLimits;
}

export interface AccessLimits {
  /** Every request, of each user, or of each client that is nobody. */
  readonly requests: Limit;
  /** Attempts to log in or to use a one-time link, of each client. */
  readonly logins: Limit;
  /** Wrong API tokens, of each client. */
  readonly tokens: Limit;
  /** Entries of the audit log about what a user was refused. */
  readonly refusals: Limit;
}

/** @param cost of new password hashes; for tests */
export function createAccess(
  limits: { requestsPerMinute: number; loginsPerMinute: number },
  { cost }: { cost?: Cost } = {},
): Access {
  return {
    passwords: new Passwords(cost),
    limits: {
      requests: new Limit(limits.requestsPerMinute, 60, 'There were too many requests in a minute'),
      logins: new Limit(limits.loginsPerMinute, 60, 'There were too many attempts to log in'),
      refusals: new Limit(60, 60, 'There were too many refused requests'),
      tokens: new Limit(wrongTokens, wrongTokensSeconds, 'There were too many wrong API tokens'),
    },
  };
}

/** Different wrong tokens of one client, in a time: a token is too long to be guessed, whoever tries gets no further. */
const wrongTokens = 20;
const wrongTokensSeconds = 600;

/** So many of something in a time, for each key. Counted in this process: several servers count each for itself. */
export class Limit {
  readonly #limiter: RateLimiterMemory;
  readonly #what: string;

  constructor(points: number, seconds: number, what: string) {
    this.#limiter = new RateLimiterMemory({ points, duration: seconds });
    this.#what = what;
  }

  /** Counts one. @throws TooMany */
  async take(key: string): Promise<void> {
    try {
      await this.#limiter.consume(key);
    } catch (reason) {
      throw reason instanceof RateLimiterRes ? this.#refusal(reason) : reason;
    }
  }

  /** Counts nothing. @throws TooMany when all are taken */
  async check(key: string): Promise<void> {
    const state = await this.#limiter.get(key);
    if (state && state.remainingPoints <= 0) throw this.#refusal(state);
  }

  #refusal({ msBeforeNext }: RateLimiterRes): TooMany {
    return new TooMany(this.#what, msBeforeNext);
  }
}
