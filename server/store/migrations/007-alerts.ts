import type { Migration } from './migration.ts';

/** Channels, rules, alerts and their deliveries. */
export const alerts: Migration = {
  number: 7,
  name: 'alerts',
  up: () => Promise.resolve(),
};
