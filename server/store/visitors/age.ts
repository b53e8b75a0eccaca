import { sql } from 'kysely';
import type { Store } from '../store.ts';

/** After how long what visitors reported is forgotten, in milliseconds. */
export interface VisitorAges {
  /** Reports and confirmed hosts that nobody sends any more. */
  unseen: number;
  /** Which networks reported something: confirmations must come within this time. */
  reporters: number;
  counts: number;
}

/**
 * Forgets what is old. A host that nobody reports any more may be told again when it returns: `endedKey` gives the
 * dedupe key of its change, which then ends.
 */
export async function ageVisitorReports(
  store: Store,
  ages: VisitorAges,
  now: number,
  endedKey: (siteId: number, host: string) => string,
): Promise<void> {
  await store.transaction(async (db) => {
    await db
      .deleteFrom('visitor_reports')
      .where('last_seen_at', '<', now - ages.unseen)
      .execute();
    await db
      .deleteFrom('visitor_reporters')
      .where('seen_at', '<', now - ages.reporters)
      .execute();
    await db
      .deleteFrom('visitor_counts')
      .where('day', '<', now - ages.counts)
      .execute();
    const gone = await db
      .deleteFrom('visitor_hosts')
      .where('last_seen_at', '<', now - ages.unseen)
      .returning(['site_id', 'host', 'state'])
      .execute();
    for (const { site_id: siteId, host, state } of gone) {
      if (state !== 'told') continue;
      await db
        .updateTable('changes')
        .set({
          ended_crawl_id: sql<number>`coalesce((select max(id) from crawls where site_id = ${siteId}), crawl_id)`,
        })
        .where('site_id', '=', siteId)
        .where('dedupe_key', '=', endedKey(siteId, host))
        .where('ended_crawl_id', 'is', null)
        .execute();
    }
  });
}
