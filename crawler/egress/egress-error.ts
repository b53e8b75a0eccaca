/** Why the egress proxy did not reach a host. */
export type EgressFailure = 'address-not-allowed' | 'dns-failed' | 'unreachable' | 'upstream-failed';

/** A connection the egress proxy refused or could not make. It reaches the capture as a blocked or failed request. */
export class EgressError extends Error {
  override readonly name = 'EgressError';
  readonly failure: EgressFailure;

  constructor(failure: EgressFailure, message: string, cause?: unknown) {
    super(message, { cause });
    this.failure = failure;
  }
}
