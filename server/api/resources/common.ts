import { z } from 'zod';
import { timestamp } from '../../../core/schema/common.ts';

/** Ids are numbers written as text: they outgrow no client's integers. */
export const id = z.string().regex(/^\d{1,15}$/, 'an id is a whole number');

/** An id or a name, as people write it. */
export const idOrName = z.string().min(1).max(200);

/** `/…/:id` */
export const idParams = z.object({ id });

export const time = timestamp;

/** Milliseconds since 1970 as RFC 3339. */
export function timeOf(at: number): string {
  return new Date(at).toISOString();
}

export function timeOrNull(at: number | null): string | null {
  return at === null ? null : timeOf(at);
}
