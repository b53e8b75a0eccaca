import type { z } from 'zod';
import { InvalidRequest } from './problem.ts';

/**
 * A part of a request, checked by its schema.
 * @param where What it is called in errors: path, query or body.
 * @throws InvalidRequest (SW_REQUEST_INVALID) naming every place that does not match
 */
export function check(schema: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, 20).map((issue) => ({
    at: [where, ...issue.path.map(String)].join('.').slice(0, 200),
    message: issue.message.slice(0, 500),
  }));
  const [first] = errors;
  throw new InvalidRequest(
    `The ${where} is not valid: ${first?.at ?? where}: ${first?.message ?? '?'}.`,
    errors,
  );
}
