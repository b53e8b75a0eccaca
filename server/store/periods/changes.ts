import { severities, type Change, type ChangeKind, type Severity } from '../../../core/schema/index.ts';
import { changeOf } from '../changes.ts';
import type { Db } from '../store.ts';
import type { Period } from './period.ts';

/** The changes told in a period, worst first, then latest first. */
export async function changesOfPeriod(
  db: Db,
  siteId: number,
  { from, to }: Period,
  limit: number,
): Promise<Change[]> {
  const rows = await db
    .selectFrom('changes')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('at', '>=', from)
    .where('at', '<', to)
    .orderBy('severity', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(changeOf);
}

/** How many changes of each kind and severity were told in a period. */
export async function countChanges(
  db: Db,
  siteId: number,
  { from, to }: Period,
): Promise<{ kind: ChangeKind; severity: Severity; count: number }[]> {
  const rows = await db
    .selectFrom('changes')
    .select(['kind', 'severity'])
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('site_id', '=', siteId)
    .where('at', '>=', from)
    .where('at', '<', to)
    .groupBy(['kind', 'severity'])
    .execute();
  return rows.map(({ severity, ...row }) => ({ ...row, severity: severities[severity]! }));
}

/** How many changes of each script's body were told in a period, by script id. */
export async function countVersionChanges(
  db: Db,
  siteId: number,
  { from, to }: Period,
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('changes')
    .select('subject_id')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('site_id', '=', siteId)
    .where('at', '>=', from)
    .where('at', '<', to)
    .where('subject_type', '=', 'script')
    .where('kind', 'in', [
      'script-changed',
      'script-cosmetic',
      'script-data',
      'script-behaviour',
      'library-upgrade',
    ])
    .groupBy('subject_id')
    .execute();
  return new Map(rows.map((row) => [row.subject_id, row.count]));
}

/** When scheduled crawls were due that did not take place, as the changes of a period tell. */
export async function missedOfPeriod(db: Db, siteId: number, { from, to }: Period): Promise<number> {
  const rows = await db
    .selectFrom('changes')
    .select('detail')
    .where('site_id', '=', siteId)
    .where('at', '>=', from)
    .where('at', '<', to)
    .where('kind', '=', 'crawl-missed')
    .execute();
  return rows.reduce((sum, { detail }) => {
    const { after } = JSON.parse(detail) as { after?: { count?: unknown } | null };
    return sum + (typeof after?.count === 'number' ? after.count : 1);
  }, 0);
}
