import type { Migration } from './migration.ts';

/** Threat feeds and what they list. */
export const feeds: Migration = {
  number: 9,
  name: 'feeds',
  up: () => Promise.resolve(),
};
