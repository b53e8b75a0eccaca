import { z } from 'zod';
import { severities, severity } from './analysis.ts';
import { change } from './change.ts';
import { count, timestamp } from './common.ts';

/** What a webhook is told of one alert. */
export const alertData = z.strictObject({
  alert: z.strictObject({
    id: z.string(),
    severity: severity.describe('Of the worst change told here'),
    telling: z.int().positive().describe('1 the first time; more when changes came to the same crawl later'),
    changes: count.describe('How many changes it tells of, those left out included'),
    omitted: count.describe(
      'Changes left out so that the message stays small; the link leads to all of them',
    ),
    at: timestamp.describe('When its changes were recorded'),
  }),
  rule: z.strictObject({
    id: z.string().nullable().describe('Null when the rule was removed'),
    name: z.string(),
  }),
  site: z.strictObject({ id: z.string(), name: z.string(), url: z.string().nullable() }),
  crawl: z.strictObject({
    id: z.string(),
    state: z.string(),
    startedAt: timestamp.nullable(),
    finishedAt: timestamp.nullable(),
  }),
  changes: z
    .array(change)
    .describe(
      'The worst first, with their evidence. Of one that is very large, `before` or `after` is `{truncated: true}` and evidence is left out',
    ),
  link: z.string().describe('Where the whole alert is'),
});

/** A site over the time of a digest, in a few numbers. */
export const siteDigest = z.strictObject({
  id: z.string(),
  name: z.string(),
  crawls: z.strictObject({ done: count, incomplete: count, failed: count }),
  scripts: z.strictObject({ malicious: count, suspicious: count }).describe('Those that pages show now'),
  changes: z.record(z.enum(severities), count).describe('All changes of the time, told or not'),
  report: z.string().describe('Where the report of the time is'),
});

/** The body of a webhook: `{type, timestamp, data}`, as Standard Webhooks recommends. */
export const webhook = z.discriminatedUnion('type', [
  z
    .strictObject({ type: z.literal('alert.created'), timestamp, data: alertData })
    .describe('A rule fired for a crawl'),
  z
    .strictObject({ type: z.literal('alert.updated'), timestamp, data: alertData })
    .describe('Changes came to a crawl of which an alert was told before; only these are in it'),
  z
    .strictObject({ type: z.literal('alert.test'), timestamp, data: alertData })
    .describe('Somebody pressed the test button; nothing in it is real'),
  z
    .strictObject({
      type: z.literal('digest.created'),
      timestamp,
      data: z.strictObject({
        rule: alertData.shape.rule,
        from: timestamp,
        until: timestamp,
        alerts: z.array(alertData).describe('The worst first'),
        sites: z.array(siteDigest).describe('The sites of these alerts, 50 at most'),
        omitted: count.describe('Alerts left out so that the message stays small'),
        link: z.string(),
      }),
    })
    .describe('What a rule gathered, by the hour or day'),
]);

export type AlertData = z.infer<typeof alertData>;
export type SiteDigest = z.infer<typeof siteDigest>;
export type Webhook = z.infer<typeof webhook>;
export type AlertWebhook = Exclude<Webhook, { type: 'digest.created' }>;
export type DigestWebhook = Extract<Webhook, { type: 'digest.created' }>;
