import type { Analysis, Evidence, Verdict } from '../../core/schema/index.ts';
import { inBatches } from './batches.ts';
import { unpackJson } from './codec.ts';
import type { Db } from './store.ts';
import { open } from './tables.ts';

/** A version with a script's address, as analysis wants it. */
export interface NamedVersion {
  sha256: string;
  media: 'js' | 'wasm';
  url: string | null;
  path: string;
}

/** Versions with the address of a script that has them. */
export async function versionNames(db: Db, hashes: readonly string[]): Promise<NamedVersion[]> {
  const rows = await inBatches(hashes, (piece) =>
    db
      .selectFrom('versions')
      .leftJoin('script_versions', 'script_versions.version_id', 'versions.id')
      .leftJoin('scripts', 'scripts.id', 'script_versions.script_id')
      .select(['sha256', 'media', 'url', 'label'])
      .where('sha256', 'in', piece)
      .execute(),
  );
  const byHash = new Map(
    rows.map(({ sha256, media, url, label }) => [
      sha256,
      { sha256, media, url, path: url ?? label ?? sha256 },
    ]),
  );
  return hashes.flatMap((hash) => byHash.get(hash) ?? []);
}

/** A script whose shown version two detectors judged. */
export interface UpgradedScript {
  id: number;
  label: string;
  url: string | null;
  sha256: string;
  structureHash: string | null;
  from: Verdict;
  to: Verdict;
  evidence: Evidence[];
}

const order: readonly Verdict[] = ['benign', 'unanalysed', 'suspicious', 'malicious'];

/** For each script that a site shows: its worst verdict by this detector, and by the one before it. */
export async function upgradedScripts(db: Db, siteId: number, detector: string): Promise<UpgradedScript[]> {
  const rows = await db
    .selectFrom('sightings')
    .innerJoin('scripts', 'scripts.id', 'sightings.script_id')
    .innerJoin('versions', 'versions.id', 'sightings.version_id')
    .innerJoin('analyses', 'analyses.version_id', 'versions.id')
    .select([
      'scripts.id',
      'scripts.label',
      'scripts.url',
      'sha256',
      'structure_hash as structureHash',
      'versions.id as versionId',
      'analyses.id as analysisId',
      'analyses.detector',
      'analyses.verdict',
    ])
    .distinct()
    .where('scripts.site_id', '=', siteId)
    .where('to_visit', '=', open)
    .where('shadow', '=', 0)
    .orderBy('analyses.id')
    .execute();
  const found: (UpgradedScript & { analysisId: number })[] = [];
  for (const [, group] of Map.groupBy(rows, (row) => row.id)) {
    const now = new Map(group.filter((row) => row.detector === detector).map((row) => [row.versionId, row]));
    const before = new Map(
      group.filter((row) => row.detector !== detector).map((row) => [row.versionId, row]),
    );
    // Versions that no detector before judged say nothing about the upgrade.
    const both = [...now.values()].filter((row) => before.has(row.versionId));
    const worst = both.sort((one, other) => order.indexOf(other.verdict) - order.indexOf(one.verdict))[0];
    if (!worst) continue;
    const from = both
      .map((row) => before.get(row.versionId)!.verdict)
      .sort((one, other) => order.indexOf(other) - order.indexOf(one))[0]!;
    const { id, label, url, sha256, structureHash, analysisId } = worst;
    found.push({ id, label, url, sha256, structureHash, from, to: worst.verdict, evidence: [], analysisId });
  }
  const accused = found.filter((one) => one.to === 'malicious' && one.from !== 'malicious');
  const reports = await inBatches(accused, (piece) =>
    db
      .selectFrom('analyses')
      .select(['id', 'report'])
      .where(
        'id',
        'in',
        piece.map((one) => one.analysisId),
      )
      .execute(),
  );
  const evidence = new Map(reports.map((row) => [row.id, (unpackJson(row.report) as Analysis).evidence]));
  return found.map(({ analysisId, ...one }) => ({
    ...one,
    evidence: (evidence.get(analysisId) ?? []).slice(0, 5),
  }));
}
