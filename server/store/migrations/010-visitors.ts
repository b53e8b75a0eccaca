import type { Migration } from './migration.ts';

/** What the browsers of real visitors reported. */
export const visitors: Migration = {
  number: 10,
  name: 'visitors',
  up: () => Promise.resolve(),
};
