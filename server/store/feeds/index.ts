export {
  feedEntryKinds,
  feedFormats,
  feedSeverities,
  type FeedEntryKind,
  type FeedFormat,
  type FeedSeverity,
} from '../tables/feeds.ts';
export * from './matches.ts';
