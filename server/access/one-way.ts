import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { sha256 } from '../../core/encoding/index.ts';

/** A new secret of 256 random bits, safe in URLs, headers and cookies. */
export function newSecret(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url');
}

/**
 * What the database holds instead of a secret. A plain hash suffices: nobody can search through 256 random bits. It is also
 * what rows are found by, so that the time a search takes tells nothing of the secret.
 */
export function hashOf(secret: string): string {
  return sha256(secret);
}

/** A value that only who has the secret can make, and that does not lead back to it. */
export function derived(secret: string, purpose: string): string {
  return createHmac('sha256', secret).update(purpose).digest('base64url');
}

/** Compares without telling by its time how much was right. */
export function isSame(one: string, other: string): boolean {
  const key = randomBytes(32);
  const [first, second] = [one, other].map((text) => createHmac('sha256', key).update(text).digest());
  return timingSafeEqual(first!, second!);
}
