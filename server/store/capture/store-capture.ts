import type { Capture, Visit } from '../../../core/schema/index.ts';
import { identifyScripts, slotClass, type IdentifyScripts } from '../../identity/index.ts';
import { saveAnalyses, type AnalysisToStore } from '../analyses.ts';
import { isBrokenReference } from '../dialect/errors.ts';
import { findCrawl, type Crawl } from '../crawls.ts';
import { conflict, type Db, type Store } from '../store.ts';
import { storable } from '../text.ts';
import { saveVersions, type BodySource } from '../versions.ts';
import { inBatches } from '../batches.ts';
import { internContents } from './contents.ts';
import { readIdentityState } from './identity-state.ts';
import { observeVisit } from './observe.ts';
import { advancePages, storePages, storeVisits, type StoredPage } from './pages.ts';
import { detailOf, frameOf, planPages, slotOf, type PlannedPage } from './plan.ts';
import { storeObservations, storeSightings, type ObservationSeen, type SightingSeen } from './presence.ts';
import { markSeen, storeScripts } from './scripts.ts';
import { refreshScripts } from './summaries.ts';
import { recordHostUses } from '../visitors/host-uses.ts';

export interface CaptureToStore {
  /** From `createCrawl`; storing the same crawl again changes nothing. */
  crawlId: number;
  /** Checked against its schema. */
  capture: Capture;
  /** Asked only for bodies that the store lacks. */
  bodies: BodySource;
  /** Of versions that `unanalysedVersions` named; others need none. */
  analyses: readonly AnalysisToStore[];
  /** Analyzer version that made them. */
  detector: string;
  identify?: IdentifyScripts;
}

/**
 * Stores everything a crawl saw. Bodies and analyses go first, each once by hash; the crawl itself is one transaction:
 * after a crash it is there whole or not at all, and can be stored again.
 * @throws ScriptwardenError SW_CAPTURE_INVALID, SW_STORE_NOT_FOUND, SW_STORE_CONFLICT and what databases throw.
 */
export async function storeCapture(store: Store, given: CaptureToStore): Promise<Crawl> {
  const input = { ...given, capture: storable(given.capture) };
  const crawl = await findCrawl(store.db, input.crawlId);
  if (crawl.storedAt !== null) return crawl;
  const planned = planPages(input.capture);
  const at = Date.parse(input.capture.finishedAt);
  for (let attempt = 1; ; attempt++) {
    await saveVersions(store, input.capture.versions, input.bodies, at);
    await saveAnalyses(store, input.detector, input.analyses);
    try {
      return await store.transaction(
        (db) => storeCrawl(db, store.kind, input, planned, at),
        isBrokenReference,
      );
    } catch (error) {
      // A retention run that ended in between removed an old version that this crawl brings back.
      if (!(error instanceof VersionGone) || attempt === 3) throw error;
    }
  }
}

class VersionGone extends Error {
  override readonly name = 'VersionGone';
}

async function storeCrawl(
  db: Db,
  kind: Store['kind'],
  input: CaptureToStore,
  planned: readonly PlannedPage[],
  at: number,
): Promise<Crawl> {
  const { capture, identify = identifyScripts } = input;
  const crawl = await findCrawl(db, input.crawlId);
  const number = await lockSite(db, kind, crawl.siteId);
  // Another process may have stored it while this one waited for the site.
  const current = await findCrawl(db, crawl.id);
  if (current.storedAt !== null) return current;
  if (current.state !== 'running' && current.state !== 'queued') {
    throw conflict(
      `Crawl ${crawl.id} is ${current.state}: nothing more can be stored for it.`,
      'Queue a new crawl.',
    );
  }
  const pages = await storePages(db, crawl.siteId, planned);
  await storeVisits(db, crawl, pages);

  const versions = await readVersions(
    db,
    capture.versions.map((version) => version.sha256),
  );
  if (versions.size < new Set(capture.versions.map((version) => version.sha256)).size)
    throw new VersionGone();
  const visits = new Map(capture.visits.map((visit) => [visit.id, visit]));
  const sightings = pages
    .filter((page) => page.ordinal !== null)
    .flatMap((page) =>
      page.sightings
        .filter((sighting) => visits.get(sighting.visitId)?.outcome === 'ok')
        .map((sighting) => ({ page, sighting })),
    );
  const identity = identify({
    ...(await readIdentityState(db, crawl.siteId)),
    seen: sightings.map(({ page, sighting }) => slotOf(sighting, page.key, versions.get(sighting.sha256)!)),
    pages: new Map(pages.flatMap((page) => (page.ordinal === null ? [] : [[page.key, page.scriptOrder]]))),
  });
  const scripts = await storeScripts(db, crawl, number, identity, at);
  const initiators = new Map<string, number>();
  sightings.forEach(({ page, sighting }, index) => {
    initiators.set(sighting.sha256, scripts[index]!);
    initiators.set(`${page.id}|${sighting.sha256}`, scripts[index]!);
  });
  const initiatorOf = (page: StoredPage, hash: string | null | undefined): number | null =>
    hash ? (initiators.get(`${page.id}|${hash}`) ?? initiators.get(hash) ?? null) : null;

  const frames = sightings.map(({ sighting }) => frameOf(sighting, visits));
  const observed = pages.map((page) => ({
    page,
    list: page.visits.filter(isReached).flatMap((visit) => observeVisit(visit, capture)),
  }));
  const contents = await internContents(db, [
    ...frames.filter((frame) => frame !== null),
    ...observed.flatMap(({ list }) => list.map((one) => one.value)),
  ]);

  const seen = new Map<number, SightingSeen[]>();
  const orders = new Map<number, number[]>();
  const addresses = new Map<number, string>();
  sightings.forEach(({ page, sighting }, index) => {
    const script = scripts[index]!;
    const frame = frames[index];
    push(seen, page.id, {
      script,
      version: versions.get(sighting.sha256)!.id,
      kind: sighting.kind,
      frame: typeof frame === 'string' ? contents.get(frame)! : null,
      initiator: initiatorOf(page, sighting.initiator.sha256),
      detail: detailOf(sighting),
    });
    push(orders, page.id, script);
    if (sighting.url !== null && slotClass(sighting.kind, sighting.url) === 'url')
      addresses.set(script, sighting.url);
  });
  const changed = await storeSightings(db, pages, seen);
  await storeObservations(
    db,
    pages,
    new Map(
      observed.map(({ page, list }) => [
        page.id,
        list.map((one): ObservationSeen => ({
          kind: one.kind,
          key: one.key,
          content: contents.get(one.value)!,
          initiator: initiatorOf(page, one.initiator),
        })),
      ]),
    ),
  );
  await recordHostUses(db, crawl, capture, at);
  await markSeen(db, crawl, at, addresses);
  const newVersions = await countNewVersions(db, crawl.id, changed);
  await refreshScripts(db, changed);
  await advancePages(
    db,
    crawl,
    pages,
    new Map([...orders].map(([page, list]) => [page, [...new Set(list)]])),
    at,
  );
  await db.updateTable('sites').set({ stored_crawls: number }).where('id', '=', crawl.siteId).execute();
  await db
    .updateTable('crawls')
    .set({
      number,
      outcome: capture.state,
      state: 'running',
      started_at: crawl.startedAt ?? Date.parse(capture.startedAt),
      finished_at: at,
      stored_at: Date.now(),
      receipt: JSON.stringify(capture.receipt),
      tool: JSON.stringify(capture.tool),
      pages: pages.filter((page) => page.ordinal !== null).length,
      scripts: new Set(scripts).size,
      new_scripts: identity.created.length,
      new_versions: newVersions,
    })
    .where('id', '=', crawl.id)
    .execute();
  return findCrawl(db, crawl.id);
}

/** Takes the site's row, so that two crawls of one site are stored one after the other; answers the next number. */
async function lockSite(db: Db, kind: Store['kind'], siteId: number): Promise<number> {
  const row = await db
    .selectFrom('sites')
    .select('stored_crawls')
    .where('id', '=', siteId)
    .$if(kind === 'postgres', (query) => query.forUpdate())
    .executeTakeFirstOrThrow();
  return row.stored_crawls + 1;
}

interface VersionHashes {
  id: number;
  bytes: number;
  structureHash: string | null;
  shapeHash: string | null;
}

async function readVersions(db: Db, hashes: readonly string[]): Promise<Map<string, VersionHashes>> {
  const rows = await inBatches(hashes, (piece) =>
    db
      .selectFrom('versions')
      .select(['id', 'sha256', 'bytes', 'structure_hash as structureHash', 'shape_hash as shapeHash'])
      .where('sha256', 'in', piece)
      .execute(),
  );
  return new Map(rows.map((row) => [row.sha256, row]));
}

/** How many versions these scripts show for the first time. Call after they are marked. */
async function countNewVersions(db: Db, crawlId: number, scripts: readonly number[]): Promise<number> {
  const rows = await inBatches([...new Set(scripts)], (piece) =>
    db
      .selectFrom('script_versions')
      .select('version_id')
      .where('script_id', 'in', piece)
      .where('first_crawl_id', '=', crawlId)
      .execute(),
  );
  return rows.length;
}

function isReached(visit: Visit): boolean {
  return visit.outcome === 'ok';
}

function push<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
