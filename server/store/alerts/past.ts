import { severities, type ChangeKind, type Severity } from '../../../core/schema/index.ts';
import type { Db } from '../store.ts';

/** A change as it was recorded once, for the preview of a rule. */
export interface PastChange {
  id: number;
  siteId: number;
  crawlId: number;
  kind: ChangeKind;
  severity: Severity;
  message: string;
  at: number;
}

/** Changes that a rule would have asked for since a time, oldest first; the latest `limit` of them. */
export async function pastChanges(
  db: Db,
  wanted: {
    siteIds: readonly number[] | null;
    kinds: readonly ChangeKind[] | null;
    minSeverity: Severity;
    since: number;
    limit: number;
  },
): Promise<PastChange[]> {
  let query = db
    .selectFrom('changes')
    .select(['id', 'site_id', 'crawl_id', 'kind', 'severity', 'message', 'at'])
    .where('at', '>=', wanted.since)
    .where('severity', '>=', severities.indexOf(wanted.minSeverity));
  if (wanted.siteIds) query = query.where('site_id', 'in', [-1, ...wanted.siteIds]);
  if (wanted.kinds) query = query.where('kind', 'in', wanted.kinds);
  const rows = await query.orderBy('id', 'desc').limit(wanted.limit).execute();
  return rows
    .map((row) => ({
      id: row.id,
      siteId: row.site_id,
      crawlId: row.crawl_id,
      kind: row.kind,
      severity: severities[row.severity]!,
      message: row.message,
      at: row.at,
    }))
    .reverse();
}
