import { ScriptwardenError } from '../../../core/errors/index.ts';
import type { Capture, Sighting, Visit } from '../../../core/schema/index.ts';
import { pageKey, slotClass, urlTemplate, type SeenSlot } from '../../identity/index.ts';

/** One page as a crawl met it: all its visits of this crawl together. */
export interface PlannedPage {
  key: string;
  url: string;
  visits: Visit[];
  /** Whether some visit succeeded; an unreached page keeps what it showed before. */
  isReached: boolean;
  /** In document order where the place is known, else in the order seen. */
  sightings: Sighting[];
}

/** Groups a capture by page. Pure. @throws ScriptwardenError SW_CAPTURE_INVALID when it contradicts itself. */
export function planPages(capture: Capture): PlannedPage[] {
  const hashes = new Set(capture.versions.map((version) => version.sha256));
  const pages = new Map<string, PlannedPage>();
  const byVisit = new Map<string, PlannedPage>();
  for (const visit of capture.visits) {
    if (byVisit.has(visit.id)) throw invalid(`it holds visit ${visit.id} twice`);
    const { key, url } = pageKey(visit);
    const page = pages.get(key) ?? { key, url, visits: [], isReached: false, sightings: [] };
    page.visits.push(visit);
    page.isReached ||= visit.outcome === 'ok';
    pages.set(key, page);
    byVisit.set(visit.id, page);
  }
  for (const sighting of capture.sightings) {
    const page = byVisit.get(sighting.visitId);
    if (!page) throw invalid(`a sighting names visit ${sighting.visitId}, which is not there`);
    if (!hashes.has(sighting.sha256))
      throw invalid(`a sighting names version ${sighting.sha256}, which is not there`);
    page.sightings.push(sighting);
  }
  for (const page of pages.values()) page.sightings = inDocumentOrder(page.sightings);
  return [...pages.values()];
}

/** Inline code by its place; the rest as seen, which the network decides. */
function inDocumentOrder(sightings: readonly Sighting[]): Sighting[] {
  const placed = sightings.filter((sighting) => sighting.line !== undefined);
  placed.sort(
    (one, other) =>
      compare(one.pageUrl, other.pageUrl) ||
      (one.line ?? 0) - (other.line ?? 0) ||
      (one.column ?? 0) - (other.column ?? 0),
  );
  return [...placed, ...sightings.filter((sighting) => sighting.line === undefined)];
}

/** What identity needs of a sighting. */
export function slotOf(
  sighting: Sighting,
  page: string,
  version: { bytes: number; structureHash: string | null; shapeHash: string | null },
): SeenSlot {
  return {
    sha256: sighting.sha256,
    kind: sighting.kind,
    url: slotClass(sighting.kind, sighting.url) === 'url' ? sighting.url : null,
    page,
    structureHash: version.structureHash,
    shapeHash: version.shapeHash,
    bytes: version.bytes,
    initiator: sighting.initiator.sha256 ?? null,
  };
}

/** URL template of the frame a sighting ran in; null for the main frame of its visit. */
export function frameOf(sighting: Sighting, visits: ReadonlyMap<string, Visit>): string | null {
  if (sighting.frameId === null) return null;
  const frame = visits.get(sighting.visitId)?.frames.find((one) => one.id === sighting.frameId);
  return frame && frame.parentId !== null ? urlTemplate(frame.url) : null;
}

/** What is kept of a sighting besides its columns, as short JSON: the first visit of a span speaks for it. */
export function detailOf(sighting: Sighting): string {
  const {
    url,
    redirects,
    pageUrl,
    declaredUrl,
    line,
    column,
    executed,
    parseFailed,
    wireSha256,
    integrity,
    initiator,
  } = sighting;
  return JSON.stringify({
    url: url ?? undefined,
    redirects: redirects.length > 0 ? redirects : undefined,
    pageUrl,
    declaredUrl,
    line,
    column,
    executed: executed ? undefined : false,
    parseFailed,
    wireSha256,
    integrity,
    initiator: { kind: initiator.kind, url: initiator.url, line: initiator.line, column: initiator.column },
  });
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function invalid(what: string): ScriptwardenError {
  return new ScriptwardenError('SW_CAPTURE_INVALID', {
    message: `The capture contradicts itself: ${what}.`,
    fix: 'It was damaged or edited: crawl again.',
  });
}
