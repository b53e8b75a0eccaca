import { z } from 'zod';
import { count, sha256Hex, timestamp } from '../common.ts';

/** What made the browser do something, as far as the protocol tells. */
export const initiator = z.strictObject({
  kind: z.enum(['parser', 'script', 'preload', 'other']),
  sha256: sha256Hex.optional().describe('The version of the script that did it, when it was a script'),
  url: z.string().optional().describe('As the network loaded it, when known; never trusted for identity'),
  line: z.int().positive().optional(),
  column: z.int().positive().optional(),
});

/** Response headers in order, names in lower case, repeated headers repeated. */
export const headers = z.array(z.tuple([z.string(), z.string()]));

export const frame = z.strictObject({
  id: z.string(),
  parentId: z.string().nullable(),
  url: z.string(),
  name: z.string().optional(),
  outOfProcess: z.boolean(),
  status: z.int().optional(),
  headers: headers.optional(),
});

export const form = z.strictObject({
  frameId: z.string(),
  action: z.string().describe('Absolute'),
  method: z.string(),
  id: z.string().optional(),
  name: z.string().optional(),
  fields: z.array(
    z.strictObject({
      tag: z.string(),
      type: z.string(),
      name: z.string().optional(),
      id: z.string().optional(),
      autocomplete: z.string().optional(),
    }),
  ),
});

export const connection = z.strictObject({
  host: z.string(),
  port: z.int().optional(),
  scheme: z.string(),
  resourceTypes: z.array(z.string()),
  requests: count,
  failed: count,
  blocked: z.string().optional().describe('Why the egress rules refused it'),
  firstUrl: z.string().describe('Secrets in the query are kept: a capture is as confidential as the site'),
  initiator,
});

export const cookie = z.strictObject({
  name: z.string(),
  domain: z.string(),
  path: z.string(),
  secure: z.boolean(),
  httpOnly: z.boolean(),
  sameSite: z.string().optional(),
  session: z.boolean(),
  setBy: z
    .string()
    .describe('URL of the response that set it, "site-file" when the operator brought it, or "script"'),
});

export const cspViolation = z.strictObject({
  directive: z.string(),
  blockedUrl: z.string(),
  sourceUrl: z.string().optional(),
  disposition: z.enum(['enforce', 'report']).optional(),
});

/** One page state reached in a crawl. */
export const visit = z.strictObject({
  id: z.string(),
  requestedUrl: z.string(),
  url: z.string().describe('After redirects'),
  start: z.boolean().describe('Whether this is a start URL'),
  step: z.strictObject({ journey: z.string(), index: count, name: z.string().optional() }).optional(),
  visitor: z.string().optional().describe('Which of the declared visitors came; absent for the plain one'),
  outcome: z.enum(['ok', 'failed']),
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  status: z.int().optional(),
  title: z.string().optional(),
  headers: headers.describe('Of the main document'),
  redirects: z.array(z.string()),
  frames: z.array(frame),
  forms: z.array(form),
  connections: z.array(connection),
  cookies: z.array(cookie).describe('Names and attributes; never values'),
  cspViolations: z.array(cspViolation).optional(),
  screenshot: z.string().optional().describe('File below the capture folder'),
  startedAt: timestamp,
  durationMs: z.number().nonnegative(),
});

export type Initiator = z.infer<typeof initiator>;
export type Headers = z.infer<typeof headers>;
export type Frame = z.infer<typeof frame>;
export type Form = z.infer<typeof form>;
export type Connection = z.infer<typeof connection>;
export type Cookie = z.infer<typeof cookie>;
export type Visit = z.infer<typeof visit>;
