import type { Analysis } from '../../core/schema/index.ts';
import { inBatches } from './batches.ts';
import { unpackJson } from './codec.ts';
import type { Db } from './store.ts';

/** What drift looks at of one version. */
export interface VersionFactsRow {
  sha256: string;
  structureHash: string | null;
  shapeHash: string | null;
  sensitiveHash: string | null;
  library: { name: string; version: string } | null;
  analysis: Analysis | null;
}

/** Versions by id with the analysis that counts. */
export async function readVersionFacts(
  db: Db,
  ids: readonly number[],
): Promise<Map<number, VersionFactsRow>> {
  const rows = await inBatches(ids, (piece) =>
    db
      .selectFrom('versions')
      .leftJoin('analyses', 'analyses.id', 'versions.analysis_id')
      .select([
        'versions.id',
        'sha256',
        'structure_hash as structureHash',
        'shape_hash as shapeHash',
        'sensitive_hash as sensitiveHash',
        'library',
        'report',
      ])
      .where('versions.id', 'in', piece)
      .execute(),
  );
  return new Map(
    rows.map(({ id, library, report, ...row }) => [
      id,
      {
        ...row,
        library: library === null ? null : (JSON.parse(library) as VersionFactsRow['library']),
        analysis: report && (unpackJson(report) as Analysis),
      },
    ]),
  );
}

/** How scripts are called and where they came from last, by id. */
export async function readScriptNames(
  db: Db,
  ids: readonly number[],
): Promise<Map<number, { label: string; url: string | null; host: string | null }>> {
  const rows = await inBatches(ids, (piece) =>
    db.selectFrom('scripts').select(['id', 'label', 'url', 'host']).where('id', 'in', piece).execute(),
  );
  return new Map(rows.map(({ id, ...names }) => [id, names]));
}

/** Journey steps that a crawl tried, and whether it reached them. */
export async function readSteps(
  db: Db,
  crawlId: number,
): Promise<{ journey: string; index: number; reached: boolean }[]> {
  const rows = await db
    .selectFrom('visits')
    .innerJoin('pages', 'pages.id', 'visits.page_id')
    .select(['journey', 'step', 'ordinal'])
    .where('crawl_id', '=', crawlId)
    .where('journey', 'is not', null)
    .orderBy('visits.id')
    .execute();
  const steps = new Map<string, { journey: string; index: number; reached: boolean }>();
  for (const { journey, step, ordinal } of rows) {
    const key = `${journey}/${step}`;
    const reached = ordinal !== null || steps.get(key)?.reached === true;
    steps.set(key, { journey: journey!, index: step ?? 0, reached });
  }
  return [...steps.values()];
}
