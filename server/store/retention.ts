import { sql } from 'kysely';
import { severities } from '../../core/schema/index.ts';
import { batches } from './batches.ts';
import { refreshScripts } from './capture/summaries.ts';
import { isBrokenReference } from './dialect/errors.ts';
import { dropGonePages } from './gone-pages.ts';
import { findSite } from './sites.ts';
import type { Db, Store } from './store.ts';
import { open } from './tables.ts';

/** What is kept of a month whose crawls fell out of retention. */
export interface MonthSummary {
  crawls: Record<string, number>;
  pages: number;
  newScripts: number;
  newVersions: number;
  /** Changes by kind, then by severity. */
  changes: Record<string, Record<string, number>>;
}

export interface RetentionResult {
  crawls: number;
  changes: number;
  scripts: number;
  versions: number;
}

const day = 86_400_000;

/**
 * Folds the crawls of a site that are older than its retention into monthly sums and removes them, with the sightings
 * only they had. Kept whatever their age: what the pages show as last reached, a failure that still lasts, and the verdict
 * of a script that is still malicious. One transaction: nothing is lost or counted twice when it breaks off. What no site needs any more stays for `dropOrphans`.
 */
export async function foldExpired(
  store: Store,
  siteId: number,
  now = Date.now(),
): Promise<Omit<RetentionResult, 'versions'>> {
  return store.transaction(async (db) => {
    const site = await findSite(db, siteId);
    const cutoff = now - site.retentionDays * day;
    await dropGonePages(db, siteId, cutoff);
    const old = await expiredCrawls(db, siteId, cutoff);
    if (old.length === 0) return { crawls: 0, changes: 0, scripts: 0 };
    const changes = await foldIntoMonths(db, siteId, old);
    for (const piece of batches(old)) {
      await db
        .deleteFrom('crawls')
        .where(
          'id',
          'in',
          piece.map((crawl) => crawl.id),
        )
        .execute();
    }
    await dropSpans(db, siteId);
    return { crawls: old.length, changes, scripts: await dropScripts(db, siteId) };
  });
}

/** The retention of one site, and what nothing needs after it. */
export async function applyRetention(
  store: Store,
  siteId: number,
  now = Date.now(),
): Promise<RetentionResult> {
  const folded = await foldExpired(store, siteId, now);
  return { ...folded, versions: await dropOrphans(store, now) };
}

/** Months of a site that fell out of retention, oldest first. */
export async function readMonths(
  db: Db,
  siteId: number,
): Promise<{ month: string; summary: MonthSummary }[]> {
  const rows = await db
    .selectFrom('months')
    .select(['month', 'summary'])
    .where('site_id', '=', siteId)
    .orderBy('month')
    .execute();
  return rows.map(({ month, summary }) => ({ month, summary: JSON.parse(summary) as MonthSummary }));
}

interface ExpiredCrawl {
  id: number;
  state: string;
  ended: number;
  pages: number;
  new_scripts: number;
  new_versions: number;
}

/** Of the changes that nothing ended, those that still say something: most are of the moment, and only grow old. */
const stillStands = sql<boolean>`(changes.kind = 'crawl-failed' or (changes.kind = 'verdict-changed' and exists
  (select 1 from scripts where cast(scripts.id as text) = changes.subject_id and scripts.verdict = 'malicious'
    and exists (select 1 from sightings where sightings.script_id = scripts.id and to_visit = ${open}))))`;

/** Ended crawls from before the cutoff that nothing present rests on. */
async function expiredCrawls(db: Db, siteId: number, cutoff: number): Promise<ExpiredCrawl[]> {
  return db
    .selectFrom('crawls')
    .select(['id', 'state', 'pages', 'new_scripts', 'new_versions'])
    .select((select) => select.fn.coalesce('finished_at', 'queued_at').as('ended'))
    .where('site_id', '=', siteId)
    .where('state', 'not in', ['queued', 'running'])
    .where((where) => where(where.fn.coalesce('finished_at', 'queued_at'), '<', cutoff))
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('pages')
            .select(sql`1`.as('one'))
            .whereRef('last_crawl_id', '=', 'crawls.id'),
        ),
      ),
    )
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('changes')
            .select(sql`1`.as('one'))
            .whereRef('changes.crawl_id', '=', 'crawls.id')
            .where('ended_crawl_id', 'is', null)
            .where(stillStands),
        ),
      ),
    )
    .orderBy('id')
    .execute();
}

/** Adds crawls and their changes to the sums of their months; answers how many changes went. */
async function foldIntoMonths(db: Db, siteId: number, crawls: readonly ExpiredCrawl[]): Promise<number> {
  const months = new Map((await readMonths(db, siteId)).map(({ month, summary }) => [month, summary]));
  const touched = new Set<string>();
  const monthOfCrawl = new Map<number, string>();
  for (const crawl of crawls) {
    const month = new Date(crawl.ended).toISOString().slice(0, 7);
    monthOfCrawl.set(crawl.id, month);
    touched.add(month);
    const sum = months.get(month) ?? { crawls: {}, pages: 0, newScripts: 0, newVersions: 0, changes: {} };
    sum.crawls[crawl.state] = (sum.crawls[crawl.state] ?? 0) + 1;
    sum.pages += crawl.pages;
    sum.newScripts += crawl.new_scripts;
    sum.newVersions += crawl.new_versions;
    months.set(month, sum);
  }
  let changes = 0;
  for (const piece of batches(crawls)) {
    const counts = await db
      .selectFrom('changes')
      .select(['crawl_id', 'kind', 'severity'])
      .select((select) => select.fn.countAll<number>().as('count'))
      .where(
        'crawl_id',
        'in',
        piece.map((crawl) => crawl.id),
      )
      .groupBy(['crawl_id', 'kind', 'severity'])
      .execute();
    for (const { crawl_id, kind, severity, count } of counts) {
      const sum = months.get(monthOfCrawl.get(crawl_id)!)!;
      const byKind = (sum.changes[kind] ??= {});
      const name = severities[severity]!;
      byKind[name] = (byKind[name] ?? 0) + count;
      changes += count;
    }
  }
  for (const month of touched) {
    const summary = JSON.stringify(months.get(month));
    await db
      .insertInto('months')
      .values({ site_id: siteId, month, summary })
      .onConflict((on) => on.columns(['site_id', 'month']).doUpdateSet({ summary }))
      .execute();
  }
  return changes;
}

/** Removes spans that no remaining visit falls into. The visits of removed crawls went with them. */
async function dropSpans(db: Db, siteId: number): Promise<void> {
  for (const table of ['sightings', 'observations'] as const) {
    await sql`delete from ${sql.table(table)} where page_id in (select id from pages where site_id = ${siteId})
      and not exists (select 1 from visits where visits.page_id = ${sql.ref(`${table}.page_id`)}
        and visits.ordinal >= from_visit and visits.ordinal <= to_visit)`.execute(db);
  }
}

/** Removes scripts and versions of scripts that no remaining sighting shows, unless a person decided on the script. */
async function dropScripts(db: Db, siteId: number): Promise<number> {
  await sql`delete from script_versions where script_id in (select id from scripts where site_id = ${siteId})
    and not exists (select 1 from sightings where sightings.script_id = script_versions.script_id
      and sightings.version_id = script_versions.version_id)`.execute(db);
  const gone = await sql<{ id: number }>`delete from scripts where site_id = ${siteId}
    and not exists (select 1 from sightings where sightings.script_id = scripts.id)
    and not exists (select 1 from approvals where scope = 'script' and target = cast(scripts.id as text))
    returning id`.execute(db);
  const left = await db.selectFrom('scripts').select('id').where('site_id', '=', siteId).execute();
  await refreshScripts(
    db,
    left.map((row) => row.id),
  );
  return gone.rows.length;
}

/**
 * Removes versions, bodies and texts that nothing refers to and answers how many versions went. Young ones may belong to a
 * crawl that is being stored, and one that another worker takes up at this moment breaks the statement off.
 */
export async function dropOrphans(store: Store, now: number): Promise<number> {
  return store.transaction(async (db) => {
    const { rows } = await sql<{ id: number }>`delete from versions where first_seen_at < ${now - day}
      and not exists (select 1 from script_versions where script_versions.version_id = versions.id)
      and not exists (select 1 from sightings where sightings.version_id = versions.id)
      and not exists (select 1 from scripts where scripts.version_id = versions.id)
      returning id`.execute(db);
    await sql`delete from contents
      where not exists (select 1 from observations where observations.content_id = contents.id)
      and not exists (select 1 from sightings where sightings.frame_id = contents.id)`.execute(db);
    return rows.length;
  }, isBrokenReference);
}
