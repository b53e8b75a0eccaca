import { ScriptwardenError } from '../../core/errors/index.ts';

/**
 * The name of a user as it is kept and compared: lower case. Plain letters only, so that no two names look alike in the
 * audit log.
 * @throws ScriptwardenError SW_REQUEST_INVALID
 */
export function userName(given: string): string {
  const name = normalName(given);
  if (/^[a-z0-9][a-z0-9._@+-]{0,63}$/.test(name)) return name;
  throw new ScriptwardenError('SW_REQUEST_INVALID', {
    message:
      'The name of a user is 1 to 64 letters (a to z), digits and . _ @ + -, the first a letter or digit.',
    fix: 'Choose another name, e.g. an email address.',
  });
}

/** The same without a check: what is asked for may be no name at all. */
export function normalName(given: string): string {
  return given.trim().slice(0, 200).toLowerCase();
}
