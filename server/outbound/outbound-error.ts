import { ScriptwardenError } from '../../core/errors/index.ts';

/**
 * Why a request did not get its answer. Refused before anything was sent: `url-invalid`, `scheme-refused`,
 * `credentials-refused`, `port-refused`, `address-refused`. The rest are the network's or the other side's doing.
 */
export type OutboundFailure =
  | 'url-invalid'
  | 'scheme-refused'
  | 'credentials-refused'
  | 'port-refused'
  | 'address-refused'
  | 'dns-failed'
  | 'unreachable'
  | 'tls-failed'
  | 'timed-out'
  | 'too-large'
  | 'too-many-redirects'
  | 'broken-answer';

const refusals: readonly OutboundFailure[] = [
  'url-invalid',
  'scheme-refused',
  'credentials-refused',
  'port-refused',
  'address-refused',
];

/** A request from this server that was refused, failed, or went over its limits. Its message never holds a secret part of the URL. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
  readonly failure: OutboundFailure;

  constructor(failure: OutboundFailure, message: string, cause?: unknown) {
    super(message, { cause });
    this.failure = failure;
  }

  /** Whether our own rules said no; trying again changes nothing until the address or the rules change. */
  get isRefusal(): boolean {
    return refusals.includes(this.failure);
  }

  /** The same as what a user is told: SW_URL_INVALID or SW_NETWORK_REFUSED for a refusal, else SW_OUTBOUND_FAILED. */
  toScriptwardenError(): ScriptwardenError {
    const { message } = this;
    if (this.failure === 'url-invalid') {
      const fix = 'Give an absolute https URL, such as https://hooks.example.com/path.';
      return new ScriptwardenError('SW_URL_INVALID', { message, fix, cause: this });
    }
    if (this.isRefusal) {
      const fix =
        'Use a public https address, or let the operator add the network to SCRIPTWARDEN_ALLOW_NETWORKS.';
      return new ScriptwardenError('SW_NETWORK_REFUSED', { message, fix, cause: this });
    }
    const fix = 'Check that the address is right and its server answers, then try again.';
    return new ScriptwardenError('SW_OUTBOUND_FAILED', { message, fix, cause: this });
  }
}
