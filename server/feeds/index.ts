export {
  feedRules,
  findMatches,
  isWorse,
  listScore,
  matchesOf,
  questionOf,
  sentenceOf,
  verdictOf,
  withMatches,
  type FeedMatch,
  type FeedRule,
  type Question,
} from './match.ts';
