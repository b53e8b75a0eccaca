import { STATUS_CODES } from 'node:http';
import type { Response } from 'express';
import { z } from 'zod';
import { errorCodes, ScriptwardenError, type ErrorCode } from '../../core/errors/index.ts';
import { statusOf } from './status-codes.ts';

/** RFC 9457 problem details, with the stable code and the way out. */
export const problem = z
  .object({
    type: z.string().describe('Always about:blank; the code tells problems apart'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable; listed in the reference of error codes'),
    detail: z.string().describe('One sentence that names the input and the rule'),
    fix: z.string().describe('What to do'),
    requestId: z.string().optional(),
    errors: z
      .array(z.object({ at: z.string(), message: z.string() }))
      .optional()
      .describe('Every place that does not match'),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problem>;

/** An error with the places of a request that broke its rules. */
export class InvalidRequest extends ScriptwardenError {
  readonly errors: { at: string; message: string }[];

  constructor(message: string, errors: { at: string; message: string }[]) {
    super('SW_REQUEST_INVALID', { message, fix: 'Correct it; /api/v1/openapi.json tells what is taken.' });
    this.errors = errors;
  }
}

/** The problem that tells of an error. What is no ScriptwardenError is our fault: nothing of it is shown. */
export function problemOf(error: unknown, requestId?: string): Problem {
  const known = asKnown(error);
  const status = statusOf(known.code);
  return {
    type: 'about:blank',
    title: status === 500 ? STATUS_CODES[500]! : errorCodes[known.code].summary,
    status,
    code: known.code,
    detail: known.message,
    fix: known.fix,
    ...(requestId !== undefined && { requestId }),
    ...(known instanceof InvalidRequest && { errors: known.errors }),
  };
}

/** Sends a problem, or cuts the connection when the answer has already begun. */
export function sendProblem(response: Response, error: unknown, requestId?: string): Problem {
  const told = problemOf(error, requestId);
  if (response.headersSent) {
    response.destroy();
    return told;
  }
  const wait = (error as { retryAfterSeconds?: unknown } | null)?.retryAfterSeconds;
  if (typeof wait === 'number') response.set('Retry-After', String(Math.ceil(wait)));
  if (told.status === 401) response.set('WWW-Authenticate', 'Bearer realm="Scriptwarden"');
  // Whether the rest of a refused body is read or not, nothing else may come on this connection.
  if (told.status === 413 || told.status === 408) response.set('Connection', 'close');
  response.status(told.status).type('application/problem+json').send(JSON.stringify(told));
  return told;
}

function asKnown(error: unknown): ScriptwardenError {
  if (error instanceof ScriptwardenError) return error;
  // Express and body-parser mark what the client did wrong.
  const { status, type, expose } = (error ?? {}) as { status?: unknown; type?: unknown; expose?: unknown };
  if (expose === true && typeof status === 'number' && status >= 400 && status < 500) {
    return clientError(status, typeof type === 'string' ? type : '', error);
  }
  if (error instanceof URIError) return clientError(400, 'uri', error);
  return new ScriptwardenError('SW_INTERNAL', {
    message: 'Something went wrong here.',
    fix: 'Try again; if it stays, look for the request id in the log and report it.',
    cause: error,
  });
}

function clientError(status: number, type: string, cause: unknown): ScriptwardenError {
  const codes: Partial<Record<number, ErrorCode>> = {
    413: 'SW_BODY_TOO_LARGE',
    415: 'SW_MEDIA_UNSUPPORTED',
  };
  const messages: Record<string, string> = {
    'entity.parse.failed': 'The body is not valid JSON.',
    'entity.too.large': 'The body is larger than is taken here.',
    'encoding.unsupported': 'The encoding of the body is not known here.',
    'charset.unsupported': 'The character set of the body is not known here.',
    uri: 'The address is not percent-encoded rightly.',
  };
  return new ScriptwardenError(codes[status] ?? 'SW_REQUEST_INVALID', {
    message: messages[type] ?? 'The request cannot be read.',
    fix: 'Correct it; /api/v1/openapi.json tells what is taken.',
    cause,
  });
}
