import { defangHost, defangUrl } from '../../core/encoding/index.ts';
import type { FeedMatch } from '../../server/feeds/match.ts';
import type { Feed } from '../../server/store/index.ts';
import type { Io } from './io.ts';
import { severityCell, shortTime, timeOf, writeList } from './lists.ts';

/** A list as commands print it. */
export function feedShown(feed: Feed) {
  const { id, name, severity, category, format, url, refreshSeconds, isEnabled, entries, skipped, error } =
    feed;
  return {
    id: String(id),
    name,
    severity,
    category,
    type: format,
    url,
    refreshSeconds,
    enabled: isEnabled,
    entries,
    skipped,
    refreshedAt: timeOf(feed.refreshedAt),
    nextRefreshAt: timeOf(feed.nextRefreshAt),
    error,
  };
}

export async function writeFeeds(
  feeds: readonly ReturnType<typeof feedShown>[],
  options: { format: 'text' | 'jsonl' },
  io: Io,
): Promise<void> {
  await writeList(
    feeds,
    {
      columns: [
        { title: 'feed', max: 30 },
        { title: 'severity' },
        { title: 'entries' },
        { title: 'not taken', max: 30 },
        { title: 'refreshed' },
        { title: 'problem', grow: 1 },
      ],
      row: (one, style) => [
        { text: one.name },
        severityCell(one.severity, style),
        { text: String(one.entries) },
        {
          text:
            one.skipped.map(({ reason, count, line }) => `${count} ${reason} (line ${line})`).join(', ') ||
            '-',
        },
        { text: shortTime(one.refreshedAt) },
        { text: one.error?.message ?? '-' },
      ],
      empty: 'No threat feeds. Add one with: scriptwarden feeds add NAME FILE',
    },
    options,
    io,
  );
}

export async function writeMatches(
  matches: readonly FeedMatch[],
  options: { format: 'text' | 'jsonl' },
  io: Io,
): Promise<void> {
  const shown = (text: string): string => (text.includes('/') ? defangUrl(text) : defangHost(text));
  await writeList(
    matches,
    {
      columns: [
        { title: 'severity' },
        { title: 'rule' },
        { title: 'asked', grow: 1 },
        { title: 'entry', grow: 1 },
        { title: 'feed', max: 30 },
        { title: 'line' },
      ],
      row: (one, style) => [
        severityCell(one.severity, style),
        { text: one.rule },
        { text: shown(one.subject) },
        { text: shown(one.entry) },
        { text: one.feed },
        { text: String(one.line) },
      ],
      empty: 'On no list.',
    },
    options,
    io,
  );
}
