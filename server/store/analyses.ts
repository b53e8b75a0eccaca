import { sql } from 'kysely';
import type { Analysis } from '../../core/schema/index.ts';
import { batches, inBatches } from './batches.ts';
import { packFeatures, packJson, unpackFeatures, unpackJson } from './codec.ts';
import { refreshScripts, scriptsWithVersions } from './capture/summaries.ts';
import { versionIds } from './versions.ts';
import type { Db, Store } from './store.ts';
import type { NewRow } from './tables.ts';

/** What the analyzer gives; as `AnalysisResult` of analyzer/analyzer.ts. */
export interface AnalysisToStore {
  analysis: Analysis;
  features: Float32Array | null;
  sensitiveHash?: string | null;
  /** The library the source says it is. */
  library?: { name: string; version: string } | null;
}

export interface StoredAnalysis extends Required<AnalysisToStore> {
  versionId: number;
  sha256: string;
  detector: string;
  model: string;
  shadow: boolean;
  createdAt: number;
}

/** Which of these versions the detector has not judged yet. */
export async function unanalysedVersions(
  db: Db,
  hashes: readonly string[],
  detector: string,
): Promise<string[]> {
  const rows = await inBatches(hashes, (piece) =>
    db
      .selectFrom('versions')
      .innerJoin('analyses', 'analyses.version_id', 'versions.id')
      .select('sha256')
      .where('sha256', 'in', piece)
      .where('detector', '=', detector)
      .where('shadow', '=', 0)
      .execute(),
  );
  const judged = new Set(rows.map((row) => row.sha256));
  return hashes.filter((hash) => !judged.has(hash));
}

/** Versions of some script whose counting analysis is not by this detector, newest first: work after an upgrade. */
export async function versionsToReanalyse(db: Db, detector: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('versions')
    .leftJoin('analyses', 'analyses.id', 'versions.analysis_id')
    .select('versions.sha256')
    .where((where) =>
      where.or([where('analyses.detector', 'is', null), where('analyses.detector', '!=', detector)]),
    )
    .where((where) =>
      where.exists(
        where
          .selectFrom('script_versions')
          .select(sql`1`.as('one'))
          .whereRef('script_versions.version_id', '=', 'versions.id'),
      ),
    )
    .orderBy('versions.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.sha256);
}

/**
 * Keeps analyses with their features. One detector and model judge a version once: repeating changes nothing. Unless
 * made in shadow, an analysis becomes the one that counts, and the scripts that show its version are brought up to date.
 * Versions that the store does not know are left out.
 */
export async function saveAnalyses(
  store: Store,
  detector: string,
  results: readonly AnalysisToStore[],
  options: { shadow?: boolean; at?: number } = {},
): Promise<void> {
  const sorted = [...results].sort((one, other) => (one.analysis.sha256 < other.analysis.sha256 ? -1 : 1));
  for (const piece of batches(sorted, 40)) {
    await store.transaction((db) => writeAnalyses(db, detector, piece, options));
  }
}

async function writeAnalyses(
  db: Db,
  detector: string,
  results: readonly AnalysisToStore[],
  options: { shadow?: boolean; at?: number },
): Promise<void> {
  const ids = await versionIds(
    db,
    results.map(({ analysis }) => analysis.sha256),
  );
  const known = results.filter(({ analysis }) => ids.has(analysis.sha256));
  if (known.length === 0) return;
  const shadow = options.shadow ? 1 : 0;
  const at = options.at ?? Date.now();
  await db
    .insertInto('analyses')
    .values(known.map((result) => rowOf(result, ids.get(result.analysis.sha256)!, detector, shadow, at)))
    .onConflict((on) => on.columns(['version_id', 'detector', 'model', 'shadow']).doNothing())
    .execute();
  if (shadow) return;
  const rows = await db
    .selectFrom('analyses')
    .innerJoin('versions', 'versions.id', 'analyses.version_id')
    .select(['analyses.id', 'analyses.model', 'versions.sha256', 'version_id', 'analysis_id'])
    .where('detector', '=', detector)
    .where('shadow', '=', 0)
    .where('version_id', 'in', [...ids.values()])
    .execute();
  const byHash = new Map(known.map(({ analysis }) => [analysis.sha256, analysis]));
  const counting = rows.filter(
    (row) => row.analysis_id !== row.id && byHash.get(row.sha256)?.model.version === row.model,
  );
  for (const piece of batches(counting, 4)) {
    const values = piece.map((row) => {
      const { structureHash, shapeHash } = byHash.get(row.sha256)!;
      return sql`(cast(${row.version_id} as bigint), cast(${row.id} as bigint), cast(${structureHash} as text),
        cast(${shapeHash} as text))`;
    });
    await sql`update versions set analysis_id = column2, structure_hash = column3, shape_hash = column4
      from (values ${sql.join(values)}) as judged where versions.id = judged.column1`.execute(db);
  }
  await refreshScripts(
    db,
    await scriptsWithVersions(
      db,
      counting.map((row) => row.version_id),
    ),
  );
}

/** Analyses in full, by version id: the ones that count, or those of one detector. */
export async function readAnalyses(
  db: Db,
  ids: readonly number[],
  filter: { detector?: string; shadow?: boolean } = {},
): Promise<Map<number, StoredAnalysis>> {
  const rows = await inBatches(ids, (piece) => {
    const query = db
      .selectFrom('analyses')
      .innerJoin('versions', 'versions.id', 'analyses.version_id')
      .selectAll('analyses')
      .select('versions.sha256')
      .where('version_id', 'in', piece)
      .where('shadow', '=', filter.shadow ? 1 : 0)
      .orderBy('analyses.id');
    return filter.detector === undefined && !filter.shadow
      ? query.whereRef('analyses.id', '=', 'versions.analysis_id').execute()
      : query
          .$if(filter.detector !== undefined, (some) => some.where('detector', '=', filter.detector!))
          .execute();
  });
  return new Map(
    rows.map((row) => [
      row.version_id,
      {
        versionId: row.version_id,
        sha256: row.sha256,
        detector: row.detector,
        model: row.model,
        shadow: row.shadow === 1,
        createdAt: row.created_at,
        analysis: unpackJson(row.report) as Analysis,
        features: row.features && unpackFeatures(row.features),
        sensitiveHash: row.sensitive_hash,
        library: row.library === null ? null : (JSON.parse(row.library) as StoredAnalysis['library']),
      },
    ]),
  );
}

function rowOf(
  { analysis, features, sensitiveHash, library }: AnalysisToStore,
  versionId: number,
  detector: string,
  shadow: number,
  at: number,
): NewRow<'analyses'> {
  return {
    version_id: versionId,
    detector,
    model: analysis.model.version,
    shadow,
    verdict: analysis.verdict,
    category: analysis.category,
    score_integrity: analysis.scores?.integrity ?? null,
    score_magecart: analysis.scores?.magecart ?? null,
    score_cryptomining: analysis.scores?.cryptomining ?? null,
    score_malware: analysis.scores?.malware ?? null,
    p_benign: analysis.probabilities?.benign ?? null,
    p_magecart: analysis.probabilities?.magecart ?? null,
    p_cryptomining: analysis.probabilities?.cryptomining ?? null,
    p_malware: analysis.probabilities?.malware ?? null,
    partial: analysis.partial ? 1 : 0,
    features: features && packFeatures(features),
    sensitive_hash: sensitiveHash ?? null,
    library: library ? JSON.stringify(library) : null,
    report: packJson(analysis),
    created_at: at,
  };
}
