import type { Generated } from 'kysely';
import type { Category } from '../../../core/schema/index.ts';

export const feedFormats = ['auto', 'plain', 'csv'] as const;
export type FeedFormat = (typeof feedFormats)[number];

/** How bad a match is: `critical` makes the verdict malicious, `high` suspicious. */
export const feedSeverities = ['high', 'critical'] as const;
export type FeedSeverity = (typeof feedSeverities)[number];

/**
 * What an entry matches. `domain`: the host and everything below it; `subdomain`: only what is below it; `host`: this
 * host or address alone; `url`: this address; `hash`: a body of this SHA-256.
 */
export const feedEntryKinds = ['domain', 'subdomain', 'host', 'url', 'hash'] as const;
export type FeedEntryKind = (typeof feedEntryKinds)[number];

interface Said {
  verdict: 'suspicious' | 'malicious';
  category: Category;
}

/** Lists of what is known to be bad. */
export interface FeedTables {
  feeds: {
    id: Generated<number>;
    name: string;
    severity: FeedSeverity;
    /** What its entries are bad for. */
    category: Category;
    format: FeedFormat;
    /** Where it is fetched from; null when it is only ever given. */
    url: string | null;
    refresh_seconds: number | null;
    enabled: Generated<number>;
    /** The generation of entries that counts; a new list is written beside it and then takes its place at once. */
    generation: Generated<number>;
    entries: Generated<number>;
    /** What was not taken and why, as JSON: `{reason, count, line}`. */
    skipped: Generated<string>;
    etag: string | null;
    modified: string | null;
    /** Of the list that counts. */
    sha256: string | null;
    refreshed_at: number | null;
    next_refresh_at: number | null;
    /** Why the last refresh failed; null when it did not. */
    error: string | null;
    created_at: number;
    updated_at: number;
  };
  feed_entries: { feed_id: number; generation: number; kind: FeedEntryKind; value: string; line: number };
  /** What lists say of stored versions and scripts, for the summaries. */
  feed_versions: Said & { version_id: number };
  feed_scripts: Said & { script_id: number };
}
