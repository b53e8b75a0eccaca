import { sql } from 'kysely';
import { hasCode } from './dialect/errors.ts';
import { unpackBody } from './codec.ts';
import type { Db, Store } from './store.ts';
import { open } from './tables.ts';

/** Something wrong in the stored data. */
export interface StoreProblem {
  what: 'database' | 'body' | 'sighting' | 'observation' | 'page';
  detail: string;
}

/**
 * Looks for damage: what the database itself finds, bodies that are not what their hash says, spans that contradict
 * their pages. Reads every body; on a large store it takes minutes.
 */
export async function checkStore(store: Store): Promise<StoreProblem[]> {
  return [
    ...(await checkDatabase(store)),
    ...(await checkBodies(store.db)),
    ...(await checkUploads(store.db)),
    ...(await checkSpans(store.db, 'sightings', 'sighting')),
    ...(await checkSpans(store.db, 'observations', 'observation')),
    ...(await checkPages(store.db)),
  ];
}

/** PostgreSQL checks its pages as it reads them; SQLite is asked. */
async function checkDatabase(store: Store): Promise<StoreProblem[]> {
  if (store.kind !== 'sqlite') return [];
  const integrity = await sql<{ integrity_check: string }>`pragma integrity_check(20)`.execute(store.db);
  const references = await sql<{ table: string; rowid: number }>`pragma foreign_key_check`.execute(store.db);
  return [
    ...integrity.rows.filter((row) => row.integrity_check !== 'ok').map((row) => row.integrity_check),
    ...references.rows.slice(0, 20).map((row) => `row ${row.rowid} of ${row.table} refers to nothing`),
  ].map((detail) => ({ what: 'database', detail }));
}

async function checkBodies(db: Db): Promise<StoreProblem[]> {
  const problems: StoreProblem[] = [];
  for (let last = 0; ;) {
    const rows = await db
      .selectFrom('bodies')
      .innerJoin('versions', 'versions.id', 'bodies.version_id')
      .select(['versions.id', 'sha256', 'bytes', 'codec', 'data'])
      // Both: PostgreSQL does not conclude one from the other, and would read the other table from its start each time.
      .where('versions.id', '>', last)
      .where('bodies.version_id', '>', last)
      .orderBy('versions.id')
      .limit(50)
      .execute();
    const damage = await Promise.all(rows.map((row) => unpackBody(row, row).then(noDamage, damageOf)));
    problems.push(...damage.flat());
    const end = rows.at(-1);
    if (!end) return problems;
    last = end.id;
  }
}

/** A few at a time: one may hold as much as an upload may. */
async function checkUploads(db: Db): Promise<StoreProblem[]> {
  const problems: StoreProblem[] = [];
  for (let last = 0; ;) {
    const rows = await db
      .selectFrom('uploads')
      .selectAll()
      .where('id', '>', last)
      .orderBy('id')
      .limit(8)
      .execute();
    for (const row of rows) problems.push(...(await unpackBody(row, row).then(noDamage, damageOf)));
    const end = rows.at(-1);
    if (!end) return problems;
    last = end.id;
  }
}

function noDamage(): StoreProblem[] {
  return [];
}

function damageOf(error: unknown): StoreProblem[] {
  if (!hasCode(error, 'SW_STORE_CORRUPT')) throw error;
  return [{ what: 'body', detail: error.message }];
}

/** A span ends after it began, and not after its page was last reached. */
async function checkSpans(
  db: Db,
  table: 'sightings' | 'observations',
  what: 'sighting' | 'observation',
): Promise<StoreProblem[]> {
  const { rows } = await sql<{ id: number }>`select ${sql.ref(`${table}.id`)} as id from ${sql.table(table)}
    join pages on pages.id = page_id
    where from_visit < 1 or from_visit > reached or from_visit > to_visit
      or (to_visit > reached and to_visit <> ${open}) limit 20`.execute(db);
  return rows.map(({ id }) => ({ what, detail: `${what} ${id} contradicts its page` }));
}

/** The last visit of a page is there: retention never takes it. */
async function checkPages(db: Db): Promise<StoreProblem[]> {
  const { rows } = await sql<{ id: number }>`select pages.id as id from pages where reached > 0 and not exists
    (select 1 from visits where visits.page_id = pages.id and visits.ordinal = pages.reached) limit 20`.execute(
    db,
  );
  return rows.map(({ id }) => ({ what: 'page', detail: `page ${id} lacks its last visit` }));
}
