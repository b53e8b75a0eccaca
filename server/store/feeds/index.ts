export {
  feedEntryKinds,
  feedFormats,
  feedSeverities,
  type FeedEntryKind,
  type FeedFormat,
  type FeedSeverity,
} from '../tables/feeds.ts';
export * from './matches.ts';
export * from './entries.ts';
export * from './feeds.ts';
export * from './flags.ts';
export * from './standing.ts';
