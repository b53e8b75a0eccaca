import type { Migration } from './migration.ts';

/** Uploads and their results. */
export const scans: Migration = {
  number: 8,
  name: 'scans',
  up: () => Promise.resolve(),
};
