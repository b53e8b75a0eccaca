import type { Analysis, Capture, Connection, Sighting, Visit } from '../../core/schema/index.ts';
import { identifyScripts, pageKey, type KnownScript } from '../identity/index.ts';
import { ownHostsOf } from './own-hosts.ts';
import type { Library } from './library.ts';
import type { HostState, PageState, ScriptState, ScriptVersionState, SiteState, StepState } from './state.ts';

/** What an analysis adds to one version of a capture. */
export interface VersionFacts {
  analysis: Analysis | null;
  library: Library | null;
  sensitiveHash: string | null;
}

/** A capture with what the analyzer says of its versions, by SHA-256. */
export interface JudgedCapture {
  capture: Capture;
  versions: ReadonlyMap<string, VersionFacts>;
  /** Names the crawl in changes; its start time will do. */
  id: string;
}

/** The states of two captures of one site, identities of scripts carried from the earlier to the later. Pure. */
export function statesOfCaptures(
  old: JudgedCapture,
  now: JudgedCapture,
): { before: SiteState; after: SiteState } {
  const first = stateOf(old, [], new Map());
  const second = stateOf(now, first.known, first.pages);
  return { before: first.state, after: carryOver(first.state, second.state) };
}

interface Identified {
  state: SiteState;
  known: KnownScript[];
  /** Scripts of each page in document order. */
  pages: ReadonlyMap<string, readonly number[]>;
}

function stateOf(
  { capture, versions, id }: JudgedCapture,
  known: readonly KnownScript[],
  pages: Identified['pages'],
): Identified {
  const visits = new Map(
    capture.visits.filter((visit) => visit.outcome === 'ok').map((visit) => [visit.id, visit]),
  );
  const sightings = capture.sightings.filter((sighting) => visits.has(sighting.visitId));
  const pageOf = (sighting: Sighting): string => pageKey(visits.get(sighting.visitId)!).key;
  const reached = new Set([...visits.values()].map((visit) => pageKey(visit).key));
  const { assigned, created, moved } = identifyScripts({
    known,
    patterns: [],
    pages: new Map([...pages].filter(([page]) => reached.has(page))),
    seen: sightings.map((sighting) => ({
      sha256: sighting.sha256,
      kind: sighting.kind,
      url: sighting.url,
      page: pageOf(sighting),
      structureHash: versions.get(sighting.sha256)?.analysis?.structureHash ?? null,
      shapeHash: versions.get(sighting.sha256)?.analysis?.shapeHash ?? null,
      bytes: capture.versions.find((version) => version.sha256 === sighting.sha256)?.bytes ?? 0,
      initiator: sighting.initiator.sha256 ?? null,
    })),
  });
  const newIds = created.map((_, index) => known.length + index + 1);
  const idOf = (index: number): number =>
    assigned[index]! < 0 ? newIds[-assigned[index]! - 1]! : assigned[index]!;
  const all = [
    // A moved script keeps its key: it is what both states call it by.
    ...known.map((script) => ({
      ...script,
      template: moved.find((move) => move.id === script.id)?.template ?? script.template,
    })),
    ...created.map((script, index) => ({ ...script, id: newIds[index]!, versions: [] })),
  ];
  const groups = Map.groupBy(sightings.keys(), idOf);
  const scripts = [...groups].map(([number, indexes]) => {
    const group = [...indexes].map((index) => sightings[index]!);
    const script = all.find((candidate) => candidate.id === number)!;
    const label = `${group[0]!.kind} on ${pageOf(group[0]!)}`;
    return scriptState(script.key, label, group, visits, versions);
  });
  const scriptOf = new Map(
    sightings.map((sighting, index) => [
      sighting.sha256,
      all.find((script) => script.id === idOf(index))!.key,
    ]),
  );
  return {
    state: {
      site: capture.site.name,
      crawl: id,
      at: capture.finishedAt,
      ownHosts: ownHostsOf({ definition: capture.site }),
      pages: [...visits.values()].map((visit) => pageState(visit, scriptOf)),
      scripts,
      steps: stepStates(capture.visits),
      leaks: capture.canaryLeaks ?? [],
    },
    pages: new Map(
      [...Map.groupBy(sightings.keys(), (index) => pageOf(sightings[index]!))].map(([page, indexes]) => [
        page,
        [...indexes].map(idOf),
      ]),
    ),
    known: all.map((script) => ({
      ...script,
      versions: (scripts.find((state) => state.id === script.key)?.versions ?? []).map(
        ({ sha256, structureHash, shapeHash }) => ({
          sha256,
          structureHash,
          shapeHash,
        }),
      ),
    })),
  };
}

function scriptState(
  id: string,
  label: string,
  sightings: readonly Sighting[],
  visits: ReadonlyMap<string, Visit>,
  facts: ReadonlyMap<string, VersionFacts>,
): ScriptState {
  const last = sightings.at(-1)!;
  const seenIn = sightings.map((sighting) => visits.get(sighting.visitId)!);
  const hashes = [...new Set(sightings.map((sighting) => sighting.sha256))].sort();
  return {
    id,
    label: last.url ?? label,
    url: last.url,
    host: last.url === null ? null : (URL.parse(last.url)?.hostname ?? null),
    versions: hashes.map((sha256): ScriptVersionState => {
      const fact = facts.get(sha256);
      return {
        sha256,
        structureHash: fact?.analysis?.structureHash ?? null,
        shapeHash: fact?.analysis?.shapeHash ?? null,
        sensitiveHash: fact?.sensitiveHash ?? null,
        analysis: fact?.analysis ?? null,
        library: fact?.library ?? null,
      };
    }),
    pages: [...new Set(seenIn.map((visit) => pageKey(visit).key))].sort(),
    visitors: [...new Set(seenIn.flatMap((visit) => visit.visitor ?? []))].sort(),
  };
}

function pageState(visit: Visit, scriptOf: ReadonlyMap<string, string>): PageState {
  return {
    ...pageKey(visit),
    headers: visit.headers,
    frames: visit.frames,
    forms: visit.forms,
    cookies: visit.cookies,
    hosts: visit.connections
      .filter((connection) => connection.blocked === undefined)
      .map((connection) => hostState(connection, scriptOf)),
  };
}

function hostState(connection: Connection, scriptOf: ReadonlyMap<string, string>): HostState {
  const script =
    connection.initiator.sha256 === undefined ? undefined : scriptOf.get(connection.initiator.sha256);
  return {
    host: connection.host,
    resourceTypes: connection.resourceTypes,
    scripts: script === undefined ? [] : [script],
  };
}

function stepStates(visits: readonly Visit[]): StepState[] {
  return visits.flatMap(({ step, outcome }) =>
    step
      ? [
          {
            journey: step.journey,
            index: step.index,
            name: step.name ?? `step ${step.index + 1}`,
            reached: outcome === 'ok',
          },
        ]
      : [],
  );
}

/** Adds to the later state what only unreached pages could have shown. */
function carryOver(before: SiteState, after: SiteState): SiteState {
  const reached = new Set(after.pages.map((page) => page.key));
  const lost = before.pages.filter((page) => !reached.has(page.key));
  const lostKeys = new Set(lost.map((page) => page.key));
  const seen = new Set(after.scripts.map((script) => script.id));
  return {
    ...after,
    pages: [...after.pages, ...lost],
    scripts: [
      ...after.scripts,
      ...before.scripts.filter(
        (script) => !seen.has(script.id) && script.pages.some((page) => lostKeys.has(page)),
      ),
    ],
  };
}
