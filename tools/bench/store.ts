/**
 * Measures the store on a generated history, on both databases:
 *
 *     node tools/bench/store.ts --sites 100 --scripts 2000 --crawls 90 --check  # the published figures
 *     node tools/bench/store.ts --sites 5 --scripts 2000 --crawls 30 --only sqlite
 *
 * Every crawl goes through `storeCapture` like a real one; what is stored is the same on every run. Above ten sites, or
 * with `--clone`, only `--templates` sites are crawled so; their rows are copied for the others (history-clone.ts), and
 * what is measured are `--further` crawls of the full store. `--no-clone` crawls every site. `--check` ends with the
 * integrity check, `--keep DIR` leaves the SQLite database there.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import {
  addSite,
  checkStore,
  createCrawl,
  databaseFile,
  listChanges,
  listScripts,
  listSites,
  openStore,
  readCrawlDelta,
  recordChanges,
  scriptHistory,
  storeCapture,
  type Store,
} from '../../server/store/index.ts';
import { compare } from '../../server/drift/index.ts';
import { statesOfStore } from '../../server/drift/from-store.ts';
import { siteFile } from '../../core/schema/index.ts';
import { startPostgres } from '../postgres.ts';
import { cloneSites } from './history-clone.ts';
import { generateCrawl, type HistoryScale } from './history.ts';

const { values } = parseArgs({
  options: {
    sites: { type: 'string', default: '5' },
    scripts: { type: 'string', default: '2000' },
    crawls: { type: 'string', default: '30' },
    new: { type: 'string', default: '30' },
    pages: { type: 'string', default: '20' },
    clone: { type: 'boolean' },
    templates: { type: 'string', default: '2' },
    further: { type: 'string', default: '100' },
    check: { type: 'boolean', default: false },
    only: { type: 'string' },
    keep: { type: 'string' },
  },
  allowNegative: true,
});
const templates = Number(values.templates);
const isCloned = values.clone ?? Number(values.sites) > 10;
const scale: HistoryScale = {
  sites: Number(values.sites),
  scripts: Number(values.scripts),
  crawls: Number(values.crawls),
  newPerCrawl: Number(values.new),
  pages: Number(values.pages),
  ...(isCloned ? { templates } : {}),
};

interface CrawlTimes {
  first: number[];
  later: number[];
  delta: number[];
  drift: number[];
}

if (values.only !== 'postgres') {
  const dataDir = values.keep ?? (await mkdtemp(join(tmpdir(), 'scriptwarden-bench-')));
  const store = await openStore({ dataDir });
  await measure('SQLite', store);
  await store.close();
  console.log(`  size ${megabytes((await stat(join(dataDir, databaseFile))).size)}`);
  if (!values.keep) await rm(dataDir, { recursive: true });
}
if (values.only !== 'sqlite') {
  const server = await startPostgres(['shared_buffers=512MB', 'max_wal_size=4GB']);
  if (!server) throw new Error('no PostgreSQL binaries');
  const store = await openStore({ databaseUrl: server.url('postgres') });
  await measure(server.version, store);
  const { rows } = await sql<{ size: number }>`select pg_database_size(current_database()) as size`.execute(
    store.db,
  );
  console.log(`  size ${megabytes(rows[0]?.size ?? 0)}`);
  await store.close();
  await server.stop();
}

/** Fills a store with the history, then asks what people ask, and prints how long each took. */
async function measure(name: string, store: Store): Promise<void> {
  console.log(`${name}: ${scale.sites} sites, ${scale.scripts} scripts, ${scale.crawls} crawls`);
  const crawled = await fill(store);
  report('store first crawl', crawled.first);
  if (isCloned) await measureFurther(store);
  else reportCrawls(crawled);
  await measureLists(store);
  for (const table of ['sightings', 'observations', 'versions', 'scripts', 'changes', 'visits'] as const) {
    const { count } = await store.db
      .selectFrom(table)
      .select((select) => select.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    console.log(`  ${String(count).padStart(9)} rows in ${table}`);
  }
  console.log(`  ${scale.sites * scale.scripts * scale.crawls} sightings told by them`);
  if (values.check) await check(store);
}

async function fill(store: Store): Promise<CrawlTimes> {
  const times = noTimes();
  const began = performance.now();
  const seconds = (): number => Math.round((performance.now() - began) / 1000);
  const crawled = isCloned ? templates : scale.sites;
  for (let site = 0; site < crawled; site++) {
    const { id } = await addSite(store.db, {
      name: `site ${site}`,
      definition: siteFile.parse({ startUrls: [`https://site${site}.example/`] }),
    });
    for (let number = 0; number < scale.crawls; number++) await crawl(store, id, site, number, times);
    if (site % 10 === 9) console.log(`  ${site + 1} sites after ${seconds()} s`);
  }
  if (isCloned) {
    console.log(`  ${templates} sites crawled after ${seconds()} s`);
    await cloneSites(store, templates, scale.sites);
    console.log(`  ${scale.sites} sites after ${seconds()} s`);
  }
  // What PostgreSQL does by itself in the background, and SQLite when its log is full.
  await (store.kind === 'postgres' ? sql`vacuum analyze` : sql`pragma wal_checkpoint(truncate)`).execute(
    store.db,
  );
  return times;
}

/** Stores and compares one crawl, as the pipeline does after the crawler and the analyzer. */
async function crawl(
  store: Store,
  siteId: number,
  site: number,
  number: number,
  times: CrawlTimes,
): Promise<void> {
  const made = generateCrawl(scale, site, number);
  const { id } = await createCrawl(store.db, { siteId });
  const start = performance.now();
  const stored = await storeCapture(store, { crawlId: id, ...made });
  (number === 0 ? times.first : times.later).push(performance.now() - start);
  if (number > 0 && (stored.newVersions !== scale.newPerCrawl || stored.newScripts !== 0))
    throw new Error(`Crawl ${id} brought ${stored.newVersions} versions, ${stored.newScripts} scripts`);
  const compared = performance.now();
  const pages = await readCrawlDelta(store.db, id);
  times.delta.push(performance.now() - compared);
  if (number > 0) {
    const drifted = performance.now();
    const { before, after } = await statesOfStore(store.db, stored);
    compare(before, after);
    times.drift.push(performance.now() - drifted);
  }
  await recordChanges(store, id, number === 0 ? [] : made.changesOf(pages));
}

/** Further crawls of sites all over the full store, most of them cloned. */
async function measureFurther(store: Store): Promise<void> {
  const sites = (await store.db.selectFrom('sites').select('id').orderBy('id').execute()).map(({ id }) => id);
  const times = noTimes();
  for (let round = 0; round < Number(values.further); round++) {
    const site = (round * 37) % sites.length;
    await crawl(store, sites[site]!, site, scale.crawls + Math.floor(round / sites.length), times);
  }
  reportCrawls(times);
}

async function check(store: Store): Promise<void> {
  const start = performance.now();
  const problems = await checkStore(store);
  console.log(
    `  integrity check: ${problems.length} problems, ${Math.round((performance.now() - start) / 1000)} s`,
  );
  for (const problem of problems.slice(0, 5)) console.log(`    ${problem.what}: ${problem.detail}`);
  if (problems.length > 0) process.exitCode = 1;
}

async function measureLists(store: Store): Promise<void> {
  const sites = await listSites(store.db);
  const times: Record<string, number[]> = {
    'script list': [],
    'script list, next page': [],
    'script history': [],
    'change list': [],
  };
  const timed = async <Result>(what: string, work: () => Promise<Result>): Promise<Result> => {
    const start = performance.now();
    const result = await work();
    times[what]?.push(performance.now() - start);
    return result;
  };
  for (let round = 0; round < 300; round++) {
    // A step that is prime to the number of sites: neighbours in time are not neighbours on disk.
    const siteId = sites[(round * 37) % sites.length]!.id;
    const { items, next } = await timed('script list', () => listScripts(store.db, { siteId }));
    if (next) await timed('script list, next page', () => listScripts(store.db, { siteId, after: next }));
    const script = items[(round * 13) % items.length];
    if (script) await timed('script history', () => scriptHistory(store.db, script.id));
    await timed('change list', () =>
      listChanges(store.db, round % 3 === 0 ? { minSeverity: 'medium' } : { siteId }),
    );
  }
  for (const [what, list] of Object.entries(times)) report(what, list);
}

function report(what: string, times: readonly number[]): void {
  if (times.length === 0) return;
  const sorted = [...times].sort((one, other) => one - other);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
  console.log(`  ${what}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(1)} ms, ${times.length} times`);
}

function noTimes(): CrawlTimes {
  return { first: [], later: [], delta: [], drift: [] };
}

function reportCrawls({ later, delta, drift }: CrawlTimes): void {
  report('store later crawl', later);
  report('read delta', delta);
  report('drift of a crawl', drift);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
