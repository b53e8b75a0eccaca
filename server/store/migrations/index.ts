import { sites } from './001-sites.ts';
import { scripts } from './002-scripts.ts';
import { decisions } from './003-decisions.ts';
import { work } from './004-work.ts';
import { versionFacts } from './005-version-facts.ts';
import { access } from './006-access.ts';
import { alerts } from './007-alerts.ts';
import { scans } from './008-scans.ts';
import { feeds } from './009-feeds.ts';
import { visitors } from './010-visitors.ts';
import { api } from './011-api.ts';
import type { Migration } from './migration.ts';

export type { DatabaseKind } from './columns.ts';
export type { Migration } from './migration.ts';

/** Every step from an empty database to the current schema, in order. */
export const migrations: readonly Migration[] = [
  sites,
  scripts,
  decisions,
  work,
  versionFacts,
  access,
  alerts,
  scans,
  feeds,
  visitors,
  api,
];
