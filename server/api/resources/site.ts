import { z } from 'zod';
import { siteFile } from '../../../core/schema/index.ts';
import type { Crawl, Schedule, Site } from '../../store/index.ts';
import { id, time, timeOf, timeOrNull } from './common.ts';
import { crawlResource, crawlSchema } from './crawl.ts';

/** How a schedule is given: a cron expression alone, or with its time zone and jitter. */
export const scheduleInput = z.union([
  z.string().min(1).max(200).describe('Five cron fields, e.g. `15 3 * * *`, in UTC'),
  z.strictObject({
    cron: z.string().min(1).max(200),
    timeZone: z.string().min(1).max(100).default('UTC').describe('IANA name'),
    jitterSeconds: z.int().min(0).max(86_400).default(0).describe('Start up to so much later'),
    enabled: z.boolean().default(true),
  }),
]);

export type ScheduleInput = z.infer<typeof scheduleInput>;

const scheduleSchema = z
  .object({
    cron: z.string(),
    timeZone: z.string(),
    jitterSeconds: z.int(),
    enabled: z.boolean(),
    nextRunAt: time.nullable(),
    lastRunAt: time.nullable(),
  })
  .meta({ id: 'Schedule' });

/** What the API takes of a site file: all but files of the server. */
export const siteInput = siteFile.omit({ ca: true }).extend({
  name: z.string().min(1).max(100),
  owner: z.string().min(1).max(200).nullable().optional().describe('Who answers for the site'),
  retentionDays: z.int().min(366).max(36_500).optional().describe('400 unless said'),
  schedule: scheduleInput.nullable().optional().describe('When it is crawled by itself; null: never'),
});

const secretNote = 'Values are write-only.';

export const siteSchema = z
  .object({
    id,
    name: z.string(),
    startUrls: z.array(z.string()),
    hosts: z.array(z.string()),
    allowNetworks: z.array(z.string()),
    budgets: siteFile.shape.budgets.unwrap(),
    headers: z.array(z.string()).describe(`Names of the headers sent to the site. ${secretNote}`),
    cookies: z
      .array(z.object({ name: z.string(), domain: z.string().nullable(), path: z.string() }))
      .describe(secretNote),
    basicAuth: z.object({ username: z.string() }).nullable().describe(secretNote),
    proxy: z.string().nullable().describe('Without its user and password'),
    userAgent: z.string().nullable(),
    language: z.string().nullable(),
    owner: z.string().nullable(),
    retentionDays: z.int(),
    schedule: scheduleSchema.nullable(),
    lastCrawl: crawlSchema.omit({ receipt: true }).nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Site' });

export function siteResource(
  site: Site,
  schedule: Schedule | null,
  last: Crawl | null,
): z.infer<typeof siteSchema> {
  const { definition } = site;
  return {
    id: String(site.id),
    name: site.name,
    startUrls: definition.startUrls.map(withoutSecrets),
    hosts: definition.hosts,
    allowNetworks: definition.allowNetworks,
    budgets: definition.budgets,
    headers: Object.keys(definition.headers),
    cookies: definition.cookies.map(({ name, domain, path }) => ({ name, domain: domain ?? null, path })),
    basicAuth: definition.basicAuth ? { username: definition.basicAuth.username } : null,
    proxy: definition.proxy === undefined ? null : withoutSecrets(definition.proxy),
    userAgent: definition.userAgent ?? null,
    language: definition.language ?? null,
    owner: site.owner,
    retentionDays: site.retentionDays,
    schedule: schedule && {
      cron: schedule.cron,
      timeZone: schedule.timeZone,
      jitterSeconds: schedule.jitterSeconds,
      enabled: schedule.isEnabled,
      nextRunAt: timeOrNull(schedule.nextRunAt),
      lastRunAt: timeOrNull(schedule.lastRunAt),
    },
    lastCrawl: last && brief(crawlResource(last)),
    createdAt: timeOf(site.createdAt),
    updatedAt: timeOf(site.updatedAt),
  };
}

/** A crawl without its receipt, which may be long. */
function brief(crawl: ReturnType<typeof crawlResource>): Omit<typeof crawl, 'receipt'> {
  const rest: Partial<typeof crawl> & Omit<typeof crawl, 'receipt'> = { ...crawl };
  delete rest.receipt;
  return rest;
}

/** A URL without user and password. */
function withoutSecrets(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed) return '';
  if (parsed.username === '' && parsed.password === '') return url;
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}
