import { z } from 'zod';
import { timestamp } from '../common.ts';
import { receipt } from './receipt.ts';
import { sighting, version } from './script.ts';
import { visit } from './visit.ts';

export * from './receipt.ts';
export * from './script.ts';
export * from './visit.ts';

/** A canary (synthetic card or person, typed into forms) seen in a request. */
export const canaryLeak = z.strictObject({
  visitId: z.string(),
  field: z.string(),
  host: z.string(),
  url: z.string(),
  encoding: z.string(),
  via: z.string().describe('The way out, e.g. fetch, websocket, image'),
  expected: z.boolean().describe('Whether the host is one the site declares for this'),
});

/** Everything one crawl observed; the only interface from the crawler to the rest. */
export const capture = z.strictObject({
  schemaVersion: z.literal(1),
  tool: z.strictObject({ version: z.string(), browser: z.string(), userAgent: z.string() }),
  site: z.strictObject({ name: z.string(), startUrls: z.array(z.string()), hosts: z.array(z.string()) }),
  state: z.enum(['done', 'incomplete', 'failed', 'cancelled']),
  startedAt: timestamp,
  finishedAt: timestamp,
  visits: z.array(visit),
  versions: z.array(version),
  sightings: z.array(sighting),
  canaryLeaks: z.array(canaryLeak).optional(),
  receipt,
});

export type CanaryLeak = z.infer<typeof canaryLeak>;
export type Capture = z.infer<typeof capture>;
