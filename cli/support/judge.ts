import type { Analyzer } from '../../analyzer/analyzer.ts';
import type { Analysis, ScanReport, ScanResult, Sighting, Version } from '../../core/schema/index.ts';
import type { SavedCapture } from '../../crawler/index.ts';
import { worstFirst } from '../render/model.ts';
import { inOrder } from './in-order.ts';

/** Scripts given to the analyzer at a time: enough to keep its threads busy, few enough to keep memory small. */
export const inFlight = 16;

/** Analyses every version of a saved capture. Stops early, without an error, when the signal says so. */
export async function judgeCapture(
  { capture, readBody }: SavedCapture,
  analyzer: Analyzer,
  hooks: { signal?: AbortSignal; onResult?: (done: number, total: number) => void } = {},
): Promise<ScanReport> {
  const bySha = Map.groupBy(capture.sightings, ({ sha256 }) => sha256);
  const results: ScanResult[] = [];
  const judge = async (version: Version): Promise<ScanResult> => {
    const sightings = bySha.get(version.sha256) ?? [];
    return { ...(await analyzeBody(version, placeOf(version, sightings))), sightings };
  };
  for await (const result of inOrder(capture.versions, judge, inFlight, hooks.signal)) {
    results.push(result);
    hooks.onResult?.(results.length, capture.versions.length);
  }
  return {
    schemaVersion: 1,
    complete:
      capture.receipt.complete && results.length === capture.versions.length && results.every(isWhole),
    results: worstFirst(results),
    receipt: capture.receipt,
  };

  async function analyzeBody(version: Version, path: string): Promise<Analysis> {
    const bytes = await readBody(version);
    const input = { path, bytes, ...(version.media === 'js' && { media: 'js' as const }) };
    return (await analyzer.analyze(input, hooks.signal)).analysis;
  }
}

/** Whether an analysis says all there is to say. */
export function isWhole({ verdict, partial }: Pick<Analysis, 'verdict' | 'partial'>): boolean {
  return verdict !== 'unanalysed' && !partial;
}

/** What a script is called in a report: where the network loaded it from, or the page that it stands in. */
function placeOf(version: Version, sightings: readonly Sighting[]): string {
  const sighting = sightings.find(({ url }) => url !== null) ?? sightings[0];
  return sighting?.url ?? sighting?.pageUrl ?? version.file;
}
