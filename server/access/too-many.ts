import { ScriptwardenError } from '../../core/errors/index.ts';

/** Asked too often: thrown with how long to wait, which the answer tells as `Retry-After`. */
export class TooMany extends ScriptwardenError {
  readonly retryAfterSeconds: number;

  /** @param waitMs how long, at least a second is told */
  constructor(what: string, waitMs: number) {
    const seconds = Math.max(1, Math.ceil(waitMs / 1000));
    super('SW_TOO_MANY_REQUESTS', { message: `${what}.`, fix: `Try again in ${told(seconds)}.` });
    this.retryAfterSeconds = seconds;
  }
}

function told(seconds: number): string {
  if (seconds < 120) return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
