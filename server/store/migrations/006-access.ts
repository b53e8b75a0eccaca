import type { Migration } from './migration.ts';

/** Users, roles, sessions, tokens, the audit log. */
export const access: Migration = {
  number: 6,
  name: 'access',
  up: () => Promise.resolve(),
};
