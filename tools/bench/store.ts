/**
 * Measures the store on a generated history, on both databases:
 *
 *     node tools/bench/store.ts --sites 100 --scripts 2000 --crawls 90          # the published figures; takes long
 *     node tools/bench/store.ts --sites 5 --scripts 2000 --crawls 30 --only sqlite
 *
 * Every crawl goes through `storeCapture` like a real one; the numbers are the same on every run. `--keep DIR` leaves
 * the SQLite database there.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import {
  addSite,
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
import { generateCrawl, type HistoryScale } from './history.ts';

const { values } = parseArgs({
  options: {
    sites: { type: 'string', default: '5' },
    scripts: { type: 'string', default: '2000' },
    crawls: { type: 'string', default: '30' },
    new: { type: 'string', default: '30' },
    pages: { type: 'string', default: '20' },
    only: { type: 'string' },
    keep: { type: 'string' },
  },
});
const scale: HistoryScale = {
  sites: Number(values.sites),
  scripts: Number(values.scripts),
  crawls: Number(values.crawls),
  newPerCrawl: Number(values.new),
  pages: Number(values.pages),
};

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
  const first: number[] = [];
  const later: number[] = [];
  const delta: number[] = [];
  const drift: number[] = [];
  const began = performance.now();
  for (let site = 0; site < scale.sites; site++) {
    const { id } = await addSite(store.db, {
      name: `site ${site}`,
      definition: siteFile.parse({ startUrls: [`https://site${site}.example/`] }),
    });
    for (let number = 0; number < scale.crawls; number++) {
      const made = generateCrawl(scale, site, number);
      const crawl = await createCrawl(store.db, { siteId: id });
      const start = performance.now();
      const stored = await storeCapture(store, { crawlId: crawl.id, ...made });
      (number === 0 ? first : later).push(performance.now() - start);
      const compared = performance.now();
      const pages = await readCrawlDelta(store.db, crawl.id);
      delta.push(performance.now() - compared);
      if (number > 0) {
        const drifted = performance.now();
        const { before, after } = await statesOfStore(store.db, stored);
        compare(before, after);
        drift.push(performance.now() - drifted);
      }
      await recordChanges(store, crawl.id, number === 0 ? [] : made.changesOf(pages));
    }
    if (site % 10 === 9)
      console.log(`  ${site + 1} sites after ${Math.round((performance.now() - began) / 1000)} s`);
  }
  if (store.kind === 'postgres') await sql`vacuum analyze`.execute(store.db);
  report('store first crawl', first);
  report('store later crawl', later);
  report('read delta', delta);
  report('drift of a crawl', drift);
  await measureLists(store);
  for (const table of ['sightings', 'observations', 'versions', 'scripts', 'changes'] as const) {
    const { count } = await store.db
      .selectFrom(table)
      .select((select) => select.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    console.log(`  ${String(count).padStart(9)} rows in ${table}`);
  }
  console.log(`  ${scale.sites * scale.scripts * scale.crawls} sightings told by them`);
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

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
