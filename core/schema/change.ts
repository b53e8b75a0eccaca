import { z } from 'zod';
import { evidence, severity } from './analysis.ts';
import { timestamp } from './common.ts';

/** The closed list of what can differ between two crawls of a site. Stable: rules and people filter by these words. */
export const changeKinds = [
  'script-added',
  'script-removed',
  'script-cosmetic',
  'script-data',
  'script-changed',
  'library-upgrade',
  'script-behaviour',
  'verdict-changed',
  'host-added',
  'host-removed',
  'header-added',
  'header-removed',
  'header-weakened',
  'header-changed',
  'frame-added',
  'frame-removed',
  'form-added',
  'form-removed',
  'form-action-changed',
  'cookie-added',
  'cookie-removed',
  'step-not-reached',
  'visitor-divergence',
  'visitor-host',
  'canary-leak',
  'feed-match',
  'approval-lost',
  'detector-upgrade',
  'crawl-failed',
  'crawl-missed',
] as const;

export const subjectTypes = [
  'script',
  'host',
  'header',
  'frame',
  'form',
  'cookie',
  'step',
  'visitor',
  'site',
] as const;

/** One difference between two crawls of a site. */
export const change = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  site: z.string(),
  crawl: z.string().describe('The crawl that showed it'),
  previousCrawl: z.string().nullable().describe('The crawl it was compared with; null for a baseline'),
  kind: z.enum(changeKinds),
  severity,
  subject: z.strictObject({
    type: z.enum(subjectTypes),
    id: z.string().describe('Script id, host, header name … by type'),
    url: z.string().nullable().describe('The script or the page, where there is one'),
  }),
  message: z.string().describe('One sentence that says why it matters'),
  before: z.unknown().describe('JSON by kind; null when there was nothing'),
  after: z.unknown().describe('JSON by kind; null when nothing is left'),
  evidence: z.array(evidence),
  at: timestamp,
});

export type ChangeKind = (typeof changeKinds)[number];
export type SubjectType = (typeof subjectTypes)[number];
export type Change = z.infer<typeof change>;
