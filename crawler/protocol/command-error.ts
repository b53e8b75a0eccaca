/** Why a protocol command brought no answer. `refused` is the browser's own error. */
export type CommandFailure = 'refused' | 'deadline' | 'closed';

/** A DevTools protocol command that failed. Never leaves the crawler: it becomes a shortfall of the receipt. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly failure: CommandFailure;
  readonly method: string;

  constructor(failure: CommandFailure, method: string, message: string) {
    super(`${method}: ${message}`);
    this.failure = failure;
    this.method = method;
  }
}
