import type { Migration } from './migration.ts';

/** Idempotency keys of the API. */
export const api: Migration = {
  number: 11,
  name: 'api',
  up: () => Promise.resolve(),
};
