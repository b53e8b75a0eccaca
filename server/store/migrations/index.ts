import { sites } from './001-sites.ts';
import { scripts } from './002-scripts.ts';
import { decisions } from './003-decisions.ts';
import { work } from './004-work.ts';
import { versionFacts } from './005-version-facts.ts';
import type { Migration } from './migration.ts';

export type { DatabaseKind } from './columns.ts';
export type { Migration } from './migration.ts';

/** Every step from an empty database to the current schema, in order. */
export const migrations: readonly Migration[] = [sites, scripts, decisions, work, versionFacts];
