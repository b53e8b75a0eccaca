import { z } from 'zod';
import { id, time, timeOf, timeOrNull } from '../api/resources/common.ts';
import { categories, severity } from '../../core/schema/index.ts';
import type { Feed } from '../store/index.ts';
import { feedRules, type FeedMatch } from './match.ts';
import { feedSettings } from './settings.ts';

export const feedSchema = z
  .object({
    id,
    ...feedSettings,
    url: z
      .string()
      .nullable()
      .describe('Where it is fetched from; shown to administrators only, since it may hold a key'),
    entries: z.int(),
    skipped: z
      .array(z.object({ reason: z.string(), count: z.int(), line: z.int() }))
      .describe('What was not taken, by reason, with the first line where that happened'),
    refreshedAt: time.nullable().describe('When it was last fetched or uploaded'),
    nextRefreshAt: time.nullable(),
    error: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .describe('Why the last refresh failed'),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Feed' });

export function feedResource(feed: Feed, isAdministrator: boolean): z.infer<typeof feedSchema> {
  return {
    id: String(feed.id),
    name: feed.name,
    severity: feed.severity,
    category: feed.category,
    format: feed.format,
    url: isAdministrator ? feed.url : null,
    refreshSeconds: feed.refreshSeconds,
    enabled: feed.isEnabled,
    entries: feed.entries,
    skipped: feed.skipped,
    refreshedAt: timeOrNull(feed.refreshedAt),
    nextRefreshAt: timeOrNull(feed.nextRefreshAt),
    error: feed.error,
    createdAt: timeOf(feed.createdAt),
    updatedAt: timeOf(feed.updatedAt),
  };
}

export const matchSchema = z
  .object({
    rule: z.enum(feedRules),
    subject: z.string().describe('The host, address or hash that was asked about'),
    feed: id,
    feedName: z.string(),
    line: z.int().describe('Of the list'),
    entry: z.string().describe('The entry as it is compared'),
    severity,
    category: z.enum(categories),
  })
  .meta({ id: 'FeedMatch' });

export function matchResource({ feedId, feed, ...match }: FeedMatch): z.infer<typeof matchSchema> {
  return { ...match, feed: String(feedId), feedName: feed };
}
