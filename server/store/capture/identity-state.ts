import type { KnownScript, KnownVersion } from '../../identity/index.ts';
import type { Db } from '../store.ts';
import { open } from '../tables.ts';

/** Everything the store knows that identity is decided from. */
export interface IdentityState {
  known: KnownScript[];
  patterns: string[];
}

/** Scripts of a site with the versions present at the last visits, or the last one of a script that is gone. */
export async function readIdentityState(db: Db, siteId: number): Promise<IdentityState> {
  const scripts = await db
    .selectFrom('scripts')
    .leftJoin('versions', 'versions.id', 'scripts.version_id')
    .select(['scripts.id', 'key', 'slot', 'template', 'sha256', 'structure_hash', 'shape_hash'])
    .where('site_id', '=', siteId)
    .orderBy('scripts.id')
    .execute();
  const present = await db
    .selectFrom('sightings')
    .innerJoin('pages', 'pages.id', 'sightings.page_id')
    .innerJoin('versions', 'versions.id', 'sightings.version_id')
    .select(['script_id', 'sha256', 'structure_hash', 'shape_hash'])
    .distinct()
    .where('pages.site_id', '=', siteId)
    .where('to_visit', '=', open)
    .execute();
  const versions = new Map<number, Map<string, KnownVersion>>();
  for (const row of [...scripts.map((script) => ({ ...script, script_id: script.id })), ...present]) {
    if (row.sha256 === null) continue;
    const list = versions.get(row.script_id) ?? new Map<string, KnownVersion>();
    list.set(row.sha256, {
      sha256: row.sha256,
      structureHash: row.structure_hash,
      shapeHash: row.shape_hash,
    });
    versions.set(row.script_id, list);
  }
  const patterns = await db
    .selectFrom('url_patterns')
    .select('pattern')
    .where('site_id', '=', siteId)
    .execute();
  return {
    known: scripts.map(({ id, key, slot, template }) => ({
      id,
      key,
      slot,
      template,
      versions: [...(versions.get(id)?.values() ?? [])],
    })),
    patterns: patterns.map((row) => row.pattern),
  };
}
