import type { Cookie, Form, Headers } from '../../core/schema/index.ts';
import {
  findSite,
  previousCrawl,
  readHostUses,
  readScriptNames,
  readSiteState,
  readSteps,
  readVersionFacts,
  type Crawl,
  type Db,
  type HostUse,
  type ObservationState,
  type PageVisit,
  type SightingState,
  type VersionFactsRow,
} from '../store/index.ts';
import { ownHostsOf } from './own-hosts.ts';
import type { HostState, PageState, ScriptState, ScriptVersionState, SiteState, StepState } from './state.ts';

/** What a stored crawl is compared by. */
export interface StoredStates {
  /** Null when no earlier crawl reached anything: this one is the baseline. */
  before: SiteState | null;
  after: SiteState;
  /**
   * Keys of pages that this crawl was the first to reach while an earlier one may have missed them: it was incomplete, or
   * left known links unvisited. What stands there need not be new.
   */
  firstReached: ReadonlySet<string>;
}

/**
 * The states of a site before and after a stored crawl. A page that the crawl did not reach stands in both as the last
 * crawl that reached it saw it; one it reached is compared with the last time it was reached.
 */
export async function statesOfStore(db: Db, crawl: Crawl): Promise<StoredStates> {
  const site = await findSite(db, crawl.siteId);
  const number = crawl.number ?? 0;
  const compared = await previousCrawl(db, site.id, number);
  const now = await readSiteState(db, site.id, number);
  const old = await readSiteState(db, site.id, number - 1);
  const sightings = [...now.sightings, ...old.sightings];
  const uses = await readHostUses(db, site.id);
  const build = new Builder(
    [...now.pages, ...old.pages],
    await readVersionFacts(db, idsOf(sightings, 'versionId')),
    await readScriptNames(db, idsOf(sightings, 'scriptId')),
    typesByHost(uses),
  );
  const stateOf = async (of: Crawl, contents: typeof now): Promise<SiteState> => ({
    site: String(site.id),
    ownHosts: ownHostsOf(site),
    crawl: String(of.id),
    at: new Date(of.finishedAt ?? of.queuedAt).toISOString(),
    pages: build.pageStates(contents.pages, contents.observations),
    scripts: build.scriptStates(contents.sightings),
    steps: stepStates(await readSteps(db, of.id)),
    leaks: leaksOf(contents.observations),
  });
  const after = await stateOf(crawl, now);
  if (!compared || old.pages.length === 0) return { before: null, after, firstReached: new Set() };
  const sawAll = compared.outcome === 'done' && compared.receipt?.pages.notVisited === 0;
  const known = new Set(old.pages.map((page) => page.pageId));
  const first = sawAll ? [] : now.pages.filter((page) => !known.has(page.pageId));
  return {
    before: await stateOf(compared, old),
    after,
    firstReached: new Set(first.map((page) => page.key)),
  };
}

/** Makes equal things one object, so that rules see at a glance what did not change. */
class Builder {
  readonly #pages: ReadonlyMap<number, PageVisit>;
  readonly #versions: ReadonlyMap<number, VersionFactsRow>;
  readonly #names: Awaited<ReturnType<typeof readScriptNames>>;
  readonly #types: ReadonlyMap<string, readonly string[]>;
  readonly #scripts = new Map<string, ScriptState>();
  readonly #states = new Map<string, PageState>();

  constructor(
    pages: readonly PageVisit[],
    versions: ReadonlyMap<number, VersionFactsRow>,
    names: Awaited<ReturnType<typeof readScriptNames>>,
    types: ReadonlyMap<string, readonly string[]>,
  ) {
    this.#types = types;
    this.#pages = new Map(pages.map((page) => [page.pageId, page]));
    this.#versions = versions;
    this.#names = names;
  }

  scriptStates(present: readonly SightingState[]): ScriptState[] {
    const groups = Map.groupBy(present, (row) => row.scriptId);
    return [...groups].sort(([one], [other]) => one - other).map(([id, rows]) => this.#script(id, rows));
  }

  #script(id: number, rows: readonly SightingState[]): ScriptState {
    const pages = idsOf(rows, 'pageId').map((page) => this.#pages.get(page)!);
    const versionIds = idsOf(rows, 'versionId').sort((one, other) => one - other);
    const keys = pages.map((page) => page.key).sort();
    const identity = JSON.stringify([id, versionIds, keys]);
    const known = this.#scripts.get(identity);
    if (known) return known;
    const { label, url, host } = this.#names.get(id)!;
    const state: ScriptState = {
      id: String(id),
      label: url ?? label,
      url,
      host,
      versions: versionIds.map((version) => versionState(this.#versions.get(version)!)),
      pages: keys,
      visitors: [...new Set(pages.flatMap((page) => page.visitor ?? []))].sort(),
    };
    this.#scripts.set(identity, state);
    return state;
  }

  pageStates(pages: readonly PageVisit[], facts: readonly ObservationState[]): PageState[] {
    const byPage = Map.groupBy(facts, (fact) => fact.pageId);
    return pages.map((page) => {
      const list = byPage.get(page.pageId) ?? [];
      const identity = JSON.stringify([page.pageId, list]);
      const known = this.#states.get(identity);
      if (known) return known;
      const state = pageState(page, list, this.#types);
      this.#states.set(identity, state);
      return state;
    });
  }
}

function versionState(facts: VersionFactsRow): ScriptVersionState {
  const { sha256, structureHash, shapeHash, sensitiveHash, library, analysis } = facts;
  return { sha256, structureHash, shapeHash, sensitiveHash, library, analysis };
}

function pageState(
  { key, url }: PageVisit,
  facts: readonly ObservationState[],
  types: ReadonlyMap<string, readonly string[]>,
): PageState {
  const of = (kind: ObservationState['kind']): ObservationState[] =>
    facts.filter((fact) => fact.kind === kind);
  return {
    key,
    url,
    headers: of('header').flatMap((fact) =>
      (fact.value as string[]).map((value): Headers[number] => [fact.key, value]),
    ),
    frames: of('frame').map((fact) => ({
      ...(fact.value as { url: string; name: string }),
      parentId: 'main',
    })),
    forms: of('form').map(formOf),
    cookies: of('cookie').map((fact) => fact.value as Cookie),
    hosts: hostStates(of('connection'), types),
  };
}

/**
 * What the site uses each host for, all crawls together: which types of request one crawl sees differs by chance, and is
 * therefore no part of the observation.
 */
function typesByHost(uses: readonly HostUse[]): Map<string, string[]> {
  const groups = Map.groupBy(uses, ({ origin }) => URL.parse(origin)?.hostname ?? origin);
  return new Map(
    [...groups].map(([host, list]) => [host, [...new Set(list.map(({ type }) => type))].sort()]),
  );
}

/** Values are as `observeVisit` of the store wrote them. */
function formOf({ value }: ObservationState): Form {
  return { frameId: 'main', ...(value as Omit<Form, 'frameId'>) };
}

function hostStates(
  facts: readonly ObservationState[],
  types: ReadonlyMap<string, readonly string[]>,
): HostState[] {
  const open = facts.filter((fact) => (fact.value as { blocked?: string }).blocked === undefined);
  const byHost = Map.groupBy(open, (fact) => (fact.value as { host: string }).host);
  return [...byHost].map(([host, contacts]) => ({
    host,
    resourceTypes: types.get(host) ?? [],
    scripts: [...new Set(contacts.flatMap((contact) => contact.initiatorId ?? []))].map(String).sort(),
  }));
}

function leaksOf(facts: readonly ObservationState[]): SiteState['leaks'] {
  return facts
    .filter((fact) => fact.kind === 'leak')
    .map(({ key, value, pageId }) => {
      const at = key.lastIndexOf('|');
      const leak = value as { url: string; encoding: string; via: string; expected: boolean };
      return { visitId: String(pageId), field: key.slice(0, at), host: key.slice(at + 1), ...leak };
    });
}

function stepStates(steps: Awaited<ReturnType<typeof readSteps>>): StepState[] {
  return steps.map((step) => ({ ...step, name: `step ${step.index + 1}` }));
}

function idsOf<Key extends string>(rows: readonly Record<Key, number>[], key: Key): number[] {
  return [...new Set(rows.map((row) => row[key]))];
}
