import { sql, type RawBuilder } from 'kysely';
import type { Db, Store, Tables } from '../../server/store/index.ts';
import { makeClonedBodies, readTemplateVersions } from './history-bodies.ts';

type Table = keyof Tables;

/** Where a column refers to: its ids move with those of that table. */
type Shifts = Record<string, Table>;

interface ClonedTable {
  table: Table;
  shifts: Shifts;
  /** Columns in which the name of a site's host stands. */
  named?: readonly string[];
  /** Columns that need more than that. */
  set?: Record<string, RawBuilder<unknown>>;
  /** Joined to find the clone's version. */
  join?: RawBuilder<unknown>;
}

const seen: Shifts = { first_crawl_id: 'crawls', last_crawl_id: 'crawls' };
const byVersion = (column: string): RawBuilder<unknown> =>
  sql`join bench_clones on bench_clones.version_id = ${sql.ref(column)}`;
const clone = (column: string): RawBuilder<unknown> => sql.ref(`bench_clones.${column}`);

/**
 * Multiplies the sites that a store holds until it holds `sites`, row by row in SQL: ids move by the size of what is
 * copied, hosts and hashes get those of the new site, bodies are real ones of their own. `contents` is shared by all
 * sites, as it is when they are crawled. The rows of a site lie together, as when sites are filled one after another.
 */
export async function cloneSites(store: Store, templates: number, sites: number): Promise<void> {
  if (sites % templates !== 0) throw new Error(`${sites} sites are not a multiple of ${templates}`);
  const versions = await readTemplateVersions(store.db);
  const sizes = await sizesOf(store.db);
  const blob = store.kind === 'postgres' ? 'bytea' : 'blob';
  for (let round = 1; round < sites / templates; round++) {
    await store.transaction(async (db) => {
      await makeClonedBodies(db, versions, round * templates, blob);
      for (const one of clonedTables(sizes, round)) await cloneTable(db, one, { round, templates, sizes });
      await clonePageOrders(db, sizes, round);
      await sql`drop table bench_clones`.execute(db);
    });
  }
  if (store.kind === 'postgres') await advanceSequences(store.db, sizes);
}

interface Round {
  round: number;
  templates: number;
  /** The highest id of each table before anything was cloned. */
  sizes: ReadonlyMap<Table, number>;
}

/** In an order in which every row refers to rows that are there. */
function clonedTables(sizes: ReadonlyMap<Table, number>, round: number): ClonedTable[] {
  const scriptId = sql`(cast(subject_id as bigint) + ${sql.lit(round * (sizes.get('scripts') ?? 0))})`;
  const siteNumber = sql`(sites.id + ${sql.lit(round * (sizes.get('sites') ?? 0) - 1)})`;
  return [
    {
      table: 'sites',
      shifts: { id: 'sites' },
      named: ['definition'],
      set: { name: sql`'site ' || ${siteNumber}` },
    },
    { table: 'crawls', shifts: { id: 'crawls', site_id: 'sites' } },
    {
      table: 'pages',
      shifts: { id: 'pages', site_id: 'sites', last_crawl_id: 'crawls' },
      named: ['key', 'url'],
    },
    {
      table: 'visits',
      shifts: { id: 'visits', crawl_id: 'crawls', page_id: 'pages' },
      named: ['requested_url', 'url'],
    },
    {
      table: 'versions',
      shifts: { id: 'versions', analysis_id: 'analyses' },
      set: {
        sha256: clone('sha256'),
        bytes: clone('bytes'),
        structure_hash: clone('structure_hash'),
        shape_hash: clone('shape_hash'),
      },
      join: byVersion('versions.id'),
    },
    {
      table: 'bodies',
      shifts: { version_id: 'versions' },
      set: { codec: clone('codec'), data: clone('data') },
      join: byVersion('bodies.version_id'),
    },
    {
      table: 'analyses',
      shifts: { id: 'analyses', version_id: 'versions' },
      set: { report: clone('report') },
      join: byVersion('analyses.version_id'),
    },
    {
      table: 'scripts',
      shifts: { id: 'scripts', site_id: 'sites', version_id: 'versions', ...seen },
      named: ['key', 'template', 'label', 'url', 'host'],
    },
    {
      table: 'script_versions',
      shifts: { script_id: 'scripts', version_id: 'versions', ...seen },
    },
    { table: 'url_patterns', shifts: { site_id: 'sites' }, named: ['pattern'] },
    {
      table: 'sightings',
      shifts: {
        id: 'sightings',
        page_id: 'pages',
        script_id: 'scripts',
        version_id: 'versions',
        initiator_id: 'scripts',
      },
      named: ['detail'],
    },
    {
      table: 'observations',
      shifts: { id: 'observations', page_id: 'pages', initiator_id: 'scripts' },
    },
    {
      table: 'changes',
      shifts: {
        id: 'changes',
        site_id: 'sites',
        crawl_id: 'crawls',
        previous_crawl_id: 'crawls',
        ended_crawl_id: 'crawls',
      },
      named: ['subject_url'],
      set: {
        subject_id: sql`cast(${scriptId} as text)`,
        detail: sql`replace(detail, bench_clones.old_sha256, bench_clones.sha256)`,
        dedupe_key: sql`'script-data|' || ${scriptId} || '|' || bench_clones.sha256`,
      },
      // The key of a change ends with the hash of the version that came: changesOf in history.ts.
      join: sql`join bench_clones on bench_clones.old_sha256 = substr(dedupe_key, length(dedupe_key) - 63)`,
    },
  ];
}

async function cloneTable(db: Db, cloned: ClonedTable, { round, templates, sizes }: Round): Promise<void> {
  const { table, shifts, named = [], set = {}, join = sql`` } = cloned;
  const example = await db.selectFrom(table).selectAll().limit(1).executeTakeFirst();
  if (!example) return;
  const columns = Object.keys(example);
  const values = columns.map((column): RawBuilder<unknown> => {
    const from = sql.ref(`${table}.${column}`);
    const target = shifts[column];
    if (set[column]) return set[column];
    if (target) return sql`${from} + ${sql.lit(round * (sizes.get(target) ?? 0))}`;
    return named.includes(column) ? renamed(from, round, templates) : from;
  });
  const [key = '', owner = table] = Object.entries(shifts)[0] ?? [];
  const order = sql.ref(`${table}.${key}`);
  await sql`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
    select ${sql.join(values)} from ${sql.table(table)} ${join}
    where ${order} <= ${sql.lit(sizes.get(owner) ?? 0)} order by ${order}`.execute(db);
}

/** The text with the hosts of the template sites replaced by those of this round. */
function renamed(text: RawBuilder<unknown>, round: number, templates: number): RawBuilder<unknown> {
  let result = text;
  for (let site = 0; site < templates; site++) {
    result = sql`replace(${result}, ${sql.lit(`site${site}.example`)}, ${sql.lit(`site${site + round * templates}.example`)})`;
  }
  return result;
}

/** The ids inside `script_order` move too. */
async function clonePageOrders(db: Db, sizes: ReadonlyMap<Table, number>, round: number): Promise<void> {
  const pages = await db
    .selectFrom('pages')
    .select(['id', 'script_order'])
    .where('id', '<=', sizes.get('pages') ?? 0)
    .execute();
  for (const page of pages) {
    const order = (JSON.parse(page.script_order) as number[]).map(
      (id) => id + round * (sizes.get('scripts') ?? 0),
    );
    await db
      .updateTable('pages')
      .set({ script_order: JSON.stringify(order) })
      .where('id', '=', page.id + round * (sizes.get('pages') ?? 0))
      .execute();
  }
}

const numbered = [
  'sites',
  'crawls',
  'pages',
  'visits',
  'versions',
  'analyses',
  'scripts',
  'sightings',
  'observations',
  'changes',
] as const;

async function sizesOf(db: Db): Promise<Map<Table, number>> {
  const sizes = new Map<Table, number>();
  for (const table of numbered) {
    const { rows } = await sql<{ id: number }>`select max(id) as id from ${sql.table(table)}`.execute(db);
    sizes.set(table, rows[0]?.id ?? 0);
  }
  return sizes;
}

/** PostgreSQL counts ids apart from the rows; SQLite looks at what is there. */
async function advanceSequences(db: Db, sizes: ReadonlyMap<Table, number>): Promise<void> {
  for (const table of sizes.keys()) {
    await sql`select setval(pg_get_serial_sequence(${table}, 'id'), (select max(id) from ${sql.table(table)}))`.execute(
      db,
    );
  }
}
