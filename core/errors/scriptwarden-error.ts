import { errorCodes, type ErrorCode } from './codes.ts';

/** What every error tells: the input that broke a rule, the rule, and the way out. */
export interface ErrorDetails {
  /** One sentence that names the input and the rule it broke. */
  message: string;
  /** One sentence that tells the user what to do. */
  fix: string;
  cause?: unknown;
}

/** Thrown for everything a user can put right or must be told. Anything else that is thrown is a fault of ours. */
export class ScriptwardenError extends Error {
  override readonly name = 'ScriptwardenError';
  readonly code: ErrorCode;
  readonly fix: string;

  constructor(code: ErrorCode, details: ErrorDetails) {
    super(details.message, { cause: details.cause });
    this.code = code;
    this.fix = details.fix;
  }

  /** The process exit status this error leads to on the command line. */
  get exitStatus(): number {
    return errorCodes[this.code].exit;
  }
}
