import { z } from 'zod';

export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits');
export const count = z.int().nonnegative();
/** 1-based line and column; columns count UTF-16 code units, as editors and `Error.stack` do. */
export const location = z.strictObject({ line: z.int().positive(), column: z.int().positive() });
export const timestamp = z.iso.datetime().describe('RFC 3339 time in UTC');

export type Location = z.infer<typeof location>;
