import { OutboundError } from './outbound-error.ts';

/** The time limits of one request: one for the whole, one for the phase it is in, and the caller's signal. */
export interface Phases {
  /** Enters a phase; `stop` is called once when it, the whole, or the caller's patience ends. */
  begin(name: string, limitMs: number, stop: (error: Error) => void): void;
  /** Waits for work that cannot be stopped. */
  race<Result>(work: Promise<Result>): Promise<Result>;
  readonly isEnded: boolean;
  /** Why it ended: an OutboundError timed-out, or the caller's reason. */
  readonly reason: unknown;
  end(): void;
}

export function startPhases(wholeMs: number, signal: AbortSignal | undefined): Phases {
  let stop: (error: Error) => void = () => undefined;
  let phase: NodeJS.Timeout | undefined;
  let ended: { reason: unknown } | null = null;
  const gaveUp = Promise.withResolvers<never>();
  gaveUp.promise.catch(() => undefined);
  const finish = (reason: unknown): void => {
    if (ended) return;
    ended = { reason };
    gaveUp.reject(reason);
    stop(reason instanceof Error ? reason : new Error(String(reason)));
  };
  const late = (what: string, ms: number) => (): void =>
    finish(new OutboundError('timed-out', `No ${what} within ${ms} ms.`));
  const whole = setTimeout(late('complete answer', wholeMs), wholeMs);
  const callOff = (): void => finish(signal!.reason);
  signal?.addEventListener('abort', callOff);
  if (signal?.aborted) callOff();
  return {
    begin(name, limitMs, stopPhase) {
      clearTimeout(phase);
      stop = stopPhase;
      if (ended) stop(new Error('ended'));
      const what = name === 'connect' ? 'connection' : 'head of an answer';
      if (limitMs !== Infinity) phase = setTimeout(late(what, limitMs), limitMs);
    },
    race: (work) => Promise.race([work, gaveUp.promise]),
    get isEnded() {
      return ended !== null;
    },
    get reason() {
      return ended?.reason;
    },
    end() {
      clearTimeout(whole);
      clearTimeout(phase);
      signal?.removeEventListener('abort', callOff);
    },
  };
}
