import type { Verdict } from '../../core/schema/index.ts';
import type { Db } from './store.ts';

/** Ids of versions, oldest first, whose counting analysis kept features and which a detector in shadow has not judged. */
export async function versionsWithoutShadow(
  db: Db,
  detector: string,
  options: { after?: number; limit: number },
): Promise<number[]> {
  const rows = await db
    .selectFrom('versions')
    .innerJoin('analyses', 'analyses.id', 'versions.analysis_id')
    .select('versions.id')
    .where('features', 'is not', null)
    .where('versions.id', '>', options.after ?? 0)
    .where('versions.id', 'not in', (select) =>
      select
        .selectFrom('analyses as tried')
        .select('tried.version_id')
        .where('tried.shadow', '=', 1)
        .where('tried.detector', '=', detector),
    )
    .orderBy('versions.id')
    .limit(options.limit)
    .execute();
  return rows.map((row) => row.id);
}

/** One version as the model that decides and the one in shadow see it. */
export interface ShadowPair {
  sha256: string;
  active: { verdict: Verdict; integrity: number | null };
  shadow: { verdict: Verdict; integrity: number | null };
}

/** Versions that both judged. */
export async function shadowPairs(db: Db, detector: string): Promise<ShadowPair[]> {
  const rows = await db
    .selectFrom('analyses as shadow')
    .innerJoin('versions', 'versions.id', 'shadow.version_id')
    .innerJoin('analyses as active', 'active.id', 'versions.analysis_id')
    .select([
      'sha256',
      'active.verdict as activeVerdict',
      'active.score_integrity as activeScore',
      'shadow.verdict as shadowVerdict',
      'shadow.score_integrity as shadowScore',
    ])
    .where('shadow.shadow', '=', 1)
    .where('shadow.detector', '=', detector)
    .orderBy('versions.id')
    .execute();
  return rows.map((row) => ({
    sha256: row.sha256,
    active: { verdict: row.activeVerdict, integrity: row.activeScore },
    shadow: { verdict: row.shadowVerdict, integrity: row.shadowScore },
  }));
}
