import { sql } from 'kysely';
import type { Category, Verdict } from '../../../core/schema/index.ts';
import { batches, inBatches } from '../batches.ts';
import type { Db } from '../store.ts';
import { open } from '../tables.ts';

/**
 * Brings what the lists show of scripts up to date after their sightings or an analysis changed: how many versions and
 * pages, and the worst version that is present, so that a malicious variant shown to some hides behind no other.
 */
export async function refreshScripts(db: Db, scripts: readonly number[]): Promise<void> {
  for (const piece of batches([...new Set(scripts)], 10)) {
    await db
      .updateTable('scripts')
      .set((set) => ({
        versions: set
          .selectFrom('script_versions')
          .select((select) => select.fn.countAll<number>().as('count'))
          .whereRef('script_versions.script_id', '=', 'scripts.id'),
        pages: set
          .selectFrom('sightings')
          .select((select) => select.fn.count<number>('page_id').distinct().as('count'))
          .whereRef('sightings.script_id', '=', 'scripts.id')
          .where('to_visit', '=', open),
      }))
      .where('id', 'in', piece)
      .execute();
    await writeWorst(db, await worstVersions(db, piece));
  }
}

/** Scripts of all sites that ever had one of these versions. */
export async function scriptsWithVersions(db: Db, versions: readonly number[]): Promise<number[]> {
  const rows = await inBatches(versions, (piece) =>
    db
      .selectFrom('script_versions')
      .select('script_id')
      .distinct()
      .where('version_id', 'in', piece)
      .execute(),
  );
  return rows.map((row) => row.script_id);
}

interface Worst {
  script: number;
  version: number;
  verdict: Verdict | null;
  category: Category | null;
  integrity: number | null;
  magecart: number | null;
  cryptomining: number | null;
  malware: number | null;
}

/** For each script the version with the lowest score among those present; of a script that is gone, the one it had. */
async function worstVersions(db: Db, scripts: readonly number[]): Promise<Worst[]> {
  const present = db
    .selectFrom('sightings')
    .select(['script_id as script', 'version_id as version'])
    .where('script_id', 'in', scripts)
    .where('to_visit', '=', open);
  const had = db
    .selectFrom('scripts')
    .select(['id as script', sql<number>`version_id`.as('version')])
    .where('id', 'in', scripts)
    .where('version_id', 'is not', null)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('sightings')
            .select(sql`1`.as('one'))
            .whereRef('sightings.script_id', '=', 'scripts.id')
            .where('to_visit', '=', open),
        ),
      ),
    );
  const rows = await db
    .selectFrom(present.union(had).as('shown'))
    .innerJoin('versions', 'versions.id', 'shown.version')
    .leftJoin('analyses', 'analyses.id', 'versions.analysis_id')
    .leftJoin('feed_versions', 'feed_versions.version_id', 'versions.id')
    .leftJoin('feed_scripts', 'feed_scripts.script_id', 'shown.script')
    .select([
      'shown.script',
      'shown.version',
      'analyses.verdict',
      'analyses.category',
      'score_integrity as integrity',
      'score_magecart as magecart',
      'score_cryptomining as cryptomining',
      'score_malware as malware',
      'feed_versions.verdict as versionFlag',
      'feed_versions.category as versionFlagCategory',
      'feed_scripts.verdict as scriptFlag',
      'feed_scripts.category as scriptFlagCategory',
    ])
    .execute();
  const worst = new Map<number, Worst>();
  for (const one of rows) {
    const { versionFlag, versionFlagCategory, scriptFlag, scriptFlagCategory, ...judged } = one;
    const flags = [
      ...(versionFlag ? [{ verdict: versionFlag, category: versionFlagCategory! }] : []),
      ...(scriptFlag ? [{ verdict: scriptFlag, category: scriptFlagCategory! }] : []),
    ];
    const row = flags.reduce<Worst>(flagged, judged);
    const known = worst.get(row.script);
    if (!known || isWorse(row, known)) worst.set(row.script, row);
  }
  return [...worst.values()];
}

/** A threat feed makes it worse, never better; the score follows the verdict. */
function flagged(row: Worst, flag: { verdict: 'suspicious' | 'malicious'; category: Category }): Worst {
  if (row.verdict === 'malicious' || (row.verdict === 'suspicious' && flag.verdict === 'suspicious'))
    return row;
  const category = row.category ?? flag.category;
  const score = flagScores[flag.verdict];
  const integrity = Math.min(row.integrity ?? 99, score);
  return {
    ...row,
    verdict: flag.verdict,
    category,
    integrity,
    [category]: Math.min(row[category] ?? 99, score),
  };
}

/** As server/feeds/match.ts has them. */
const flagScores = { malicious: 1, suspicious: 25 } as const;

function isWorse(one: Worst, other: Worst): boolean {
  return rankOf(one) < rankOf(other) || (rankOf(one) === rankOf(other) && one.version > other.version);
}

function rankOf(row: Worst): number {
  return row.integrity ?? 100;
}

async function writeWorst(db: Db, rows: readonly Worst[]): Promise<void> {
  for (const piece of batches(rows, 9)) {
    const values = piece.map(
      (
        row,
      ) => sql`(cast(${row.script} as bigint), cast(${row.version} as bigint), cast(${row.verdict} as text),
        cast(${row.category} as text), cast(${row.integrity} as bigint), cast(${row.magecart} as bigint),
        cast(${row.cryptomining} as bigint), cast(${row.malware} as bigint), cast(${rankOf(row)} as bigint))`,
    );
    await sql`update scripts set version_id = column2, verdict = column3, category = column4, score_integrity = column5,
      score_magecart = column6, score_cryptomining = column7, score_malware = column8, rank = column9
      from (values ${sql.join(values)}) as worst where scripts.id = worst.column1`.execute(db);
  }
}
