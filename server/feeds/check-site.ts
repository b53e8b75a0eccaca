import type { SiteState } from '../drift/state.ts';
import { statesOfStore } from '../drift/from-store.ts';
import {
  endChanges,
  hasFeeds,
  knownScripts,
  pastHosts,
  previousCrawl,
  saveFlags,
  tellOfCrawl,
  toldFeedMatches,
  type ChangeToStore,
  type Db,
  type Store,
} from '../store/index.ts';
import { findMatches } from './match.ts';
import { matchKey, pastSubjects, questionOfAll, siteMatches, subjectsOf } from './site.ts';

/** What lists say of a site now. */
export interface FeedFindings {
  /** Changes that hold; those told already are among them. */
  found: ChangeToStore[];
  /** Dedupe keys of told matches that hold no more. */
  ended: string[];
  /** Keeps what lists make of the site's scripts; in the transaction that tells the changes. */
  save: (db: Db) => Promise<void>;
}

/**
 * Asks all lists about what a site shows, and about what its history holds besides: who was exposed to something that
 * nobody knew then should hear of it.
 */
export async function findOnFeeds(db: Db, siteId: number, state: SiteState): Promise<FeedFindings> {
  const told = await toldFeedMatches(db, siteId);
  const isAny = await hasFeeds(db);
  // Without lists there is nothing to ask, but what was told by lists that are gone ends.
  if (!isAny && told.all.size === 0) return { found: [], ended: [], save: () => Promise.resolve() };
  const present = subjectsOf(state);
  const scripts = await knownScripts(db, siteId);
  const past = pastSubjects(present, { hosts: isAny ? await pastHosts(db, siteId) : [], scripts });
  const subjects = [...present, ...past];
  const hostsOf = new Map(
    state.scripts.flatMap((script) =>
      script.versions.map((version) => [version.sha256, version.analysis?.behaviour.hosts ?? []] as const),
    ),
  );
  const found = await findMatches(db, questionOfAll(subjects));
  const { changes, ...flags } = siteMatches(subjects, found, hostsOf);
  const fresh = changes.filter(({ after, ...change }) => {
    if ((after as { present: boolean }).present) return true;
    // What was told while it was there is not told again for being gone.
    const { matches } = after as { matches: Parameters<typeof matchKey>[1][] };
    const worst = matches.find((match) => match.severity === 'critical') ?? matches[0]!;
    return !told.all.has(matchKey(change.subject as never, worst, true));
  });
  const keys = new Set(fresh.map((change) => change.dedupeKey));
  return {
    found: fresh,
    ended: [...told.lasting].filter((key) => !keys.has(key)),
    save: (inside) =>
      saveFlags(inside, { versions: [...hostsOf.keys()], scripts: scripts.map(({ id }) => id) }, flags),
  };
}

/** Checks a site against all lists as of its last crawl, tells what is new and ends what holds no more. Answers how many changes hold. */
export async function checkSite(store: Store, siteId: number, at: number): Promise<number> {
  const crawl = await previousCrawl(store.db, siteId);
  if (!crawl) return 0;
  const { after } = await statesOfStore(store.db, crawl);
  const { found, ended, save } = await findOnFeeds(store.db, siteId, after);
  await store.transaction(async (db) => {
    await endChanges(db, crawl, ended);
    await tellOfCrawl(db, crawl, found, at);
    await save(db);
  });
  return found.length;
}
