import { z } from 'zod';
import { categories } from '../../core/schema/index.ts';
import { feedFormats, feedSeverities, type Feed, type FeedSettings } from '../store/index.ts';

/** Lists are not asked for more often than this. */
const leastRefreshSeconds = 300;

/** What a person says of a list. */
export const feedSettings = {
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^[^\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]*$/, 'no control characters')
    .regex(/\D/, 'it must not be a number')
    .describe('Named in every match'),
  severity: z
    .enum(feedSeverities)
    .describe('How bad a match is: critical makes the verdict malicious, high suspicious'),
  category: z.enum(categories).describe('What a match makes of a script that has no category of its own'),
  format: z
    .enum(feedFormats)
    .describe('auto: CSV when its header names a column that is known, else one entry a line'),
  url: z.string().max(2000).nullable().describe('Where it is fetched from; null when it is only uploaded'),
  refreshSeconds: z
    .int()
    .min(leastRefreshSeconds)
    .max(30 * 86_400)
    .nullable()
    .describe('How often it is fetched; null: only when asked for'),
  enabled: z.boolean().describe('Whether it counts'),
};

/** A new list: what is left out is as for most of them. */
export const newFeed = z.strictObject({
  ...feedSettings,
  severity: feedSettings.severity.default('critical'),
  category: feedSettings.category.default('malware'),
  format: feedSettings.format.default('auto'),
  url: feedSettings.url.default(null),
  refreshSeconds: feedSettings.refreshSeconds.default(86_400),
  enabled: feedSettings.enabled.default(true),
  list: z
    .string()
    .optional()
    .describe('The entries, for a short list; a longer one is put to `/feeds/:id/list`'),
});

export const feedChange = z.strictObject(feedSettings).partial();

export function settingsOf({ enabled, ...rest }: Omit<z.infer<typeof newFeed>, 'list'>): FeedSettings {
  const { name, severity, category, format, url, refreshSeconds } = rest;
  return { name, severity, category, format, url, refreshSeconds, isEnabled: enabled };
}

/** The settings of a list with some of them changed. */
export function changedSettings(feed: Feed, change: z.infer<typeof feedChange>): FeedSettings {
  return settingsOf({
    name: change.name ?? feed.name,
    severity: change.severity ?? feed.severity,
    category: change.category ?? feed.category,
    format: change.format ?? feed.format,
    url: change.url === undefined ? feed.url : change.url,
    refreshSeconds: change.refreshSeconds === undefined ? feed.refreshSeconds : change.refreshSeconds,
    enabled: change.enabled ?? feed.isEnabled,
  });
}
