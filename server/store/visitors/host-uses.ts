import { sql } from 'kysely';
import type { Capture } from '../../../core/schema/index.ts';
import { batches, inBatches } from '../batches.ts';
import type { Db } from '../store.ts';

/** An origin, and what crawls saw it used for. */
export interface HostUse {
  /** Resource type as the browser calls it, in lower case: script, image, fetch … */
  type: string;
  /** Scheme, host and port. */
  origin: string;
  crawls: number;
  firstSeenAt: number;
  lastCrawlId: number;
  lastSeenAt: number;
}

/** Distinct uses kept for a site: a host that makes up a name for every request must not fill the table. */
const maxUses = 3000;

/** What a crawl used each origin for. Pure. */
export function usesOf(capture: Pick<Capture, 'visits'>): { type: string; origin: string }[] {
  const uses = new Map<string, { type: string; origin: string }>();
  for (const { connections } of capture.visits) {
    for (const { scheme, host, port, resourceTypes } of connections) {
      const name = host.includes(':') ? `[${host}]` : host;
      const url = URL.parse(`${scheme}://${name}${port === undefined ? '' : `:${port}`}`);
      if (!url || url.host.length > 260) continue;
      const origin = `${url.protocol}//${url.host}`;
      for (const type of resourceTypes) uses.set(`${type} ${origin}`, { type: type.slice(0, 40), origin });
    }
  }
  return [...uses.values()];
}

/** Notes what a crawl used origins for; once for each crawl. In the transaction that stores it. */
export async function recordHostUses(
  db: Db,
  crawl: { id: number; siteId: number },
  capture: Pick<Capture, 'visits'>,
  at: number,
): Promise<void> {
  const uses = usesOf(capture).slice(0, maxUses);
  for (const piece of batches(uses, 7)) {
    await db
      .insertInto('host_uses')
      .values(
        piece.map(({ type, origin }) => ({
          site_id: crawl.siteId,
          type,
          origin,
          crawls: 1,
          first_seen_at: at,
          last_crawl_id: crawl.id,
          last_seen_at: at,
        })),
      )
      .onConflict((on) =>
        on.columns(['site_id', 'type', 'origin']).doUpdateSet({
          crawls: sql<number>`host_uses.crawls + 1`,
          last_crawl_id: crawl.id,
          last_seen_at: at,
        }),
      )
      .execute();
  }
  await dropExcess(db, crawl.siteId);
}

/** What is beyond the limit goes, the longest unseen first. */
async function dropExcess(db: Db, siteId: number): Promise<void> {
  const excess = await db
    .selectFrom('host_uses')
    .select(['type', 'origin'])
    .where('site_id', '=', siteId)
    .orderBy('last_seen_at', 'desc')
    .orderBy('crawls', 'desc')
    .orderBy('origin')
    .limit(100_000)
    .offset(maxUses)
    .execute();
  await inBatches(excess, async (piece) => {
    for (const { type, origin } of piece) {
      await db
        .deleteFrom('host_uses')
        .where('site_id', '=', siteId)
        .where('type', '=', type)
        .where('origin', '=', origin)
        .execute();
    }
    return [];
  });
}

/** What crawls of a site, this one and later ones, saw origins used for; by type and origin. */
export async function readHostUses(db: Db, siteId: number, sinceCrawl = 0): Promise<HostUse[]> {
  const rows = await db
    .selectFrom('host_uses')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('last_crawl_id', '>=', sinceCrawl)
    .orderBy('type')
    .orderBy('origin')
    .execute();
  return rows.map((row) => ({
    type: row.type,
    origin: row.origin,
    crawls: row.crawls,
    firstSeenAt: row.first_seen_at,
    lastCrawlId: row.last_crawl_id,
    lastSeenAt: row.last_seen_at,
  }));
}
