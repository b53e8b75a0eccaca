import { approvalOf, type Approval } from '../approvals.ts';
import type { Db } from '../store.ts';

/** Every decision about a site, or every site, that was made before a time: ended and expired ones too, oldest first. */
export async function decisionsBefore(db: Db, siteId: number, at: number): Promise<Approval[]> {
  const rows = await db
    .selectFrom('approvals')
    .selectAll()
    .where((where) => where.or([where('site_id', 'is', null), where('site_id', '=', siteId)]))
    .where('decided_at', '<', at)
    .orderBy('id')
    .execute();
  return rows.map(approvalOf);
}
