import { sql } from 'kysely';
import type { Analysis } from '../../core/schema/index.ts';
import { batches } from '../../server/store/batches.ts';
import { packBody, packJson, unpackBody, unpackJson } from '../../server/store/codec.ts';
import type { Db } from '../../server/store/index.ts';
import { hashesOf } from './history.ts';

/** A version of a template site, unpacked once to be told again under the name of other sites. */
export interface TemplateVersion {
  id: number;
  sha256: string;
  /** Number of the template site whose name the body carries. */
  site: number;
  body: string;
  report: Analysis;
}

/** Every version that is stored so far, with its body and report. */
export async function readTemplateVersions(db: Db): Promise<TemplateVersion[]> {
  const rows = await db
    .selectFrom('versions')
    .innerJoin('bodies', 'bodies.version_id', 'versions.id')
    .innerJoin('analyses', 'analyses.id', 'versions.analysis_id')
    .select(['versions.id', 'sha256', 'bytes', 'codec', 'data', 'report'])
    .orderBy('versions.id')
    .execute();
  return Promise.all(
    rows.map(async (row) => {
      const body = Buffer.from(await unpackBody(row, row)).toString('utf8');
      const site = Number(/^\(function site(\d+)_/.exec(body)?.[1]);
      return { id: row.id, sha256: row.sha256, site, body, report: unpackJson(row.report) as Analysis };
    }),
  );
}

/**
 * Makes the temporary table `bench_clones`: for each template version the hashes, the packed body and the packed report
 * of its clone, a real body that differs in the name of its site. `offset` is added to the number of the site.
 */
export async function makeClonedBodies(
  db: Db,
  templates: readonly TemplateVersion[],
  offset: number,
  blob: string,
): Promise<void> {
  await sql`create temporary table bench_clones (version_id bigint primary key, old_sha256 text, sha256 text,
    structure_hash text, shape_hash text, bytes bigint, codec text, data ${sql.raw(blob)}, report ${sql.raw(blob)})`.execute(
    db,
  );
  for (const piece of batches(templates, 9)) {
    const rows = await Promise.all(piece.map((version) => cloneOf(version, version.site + offset)));
    await sql`insert into bench_clones values ${sql.join(rows.map((row) => sql`(${sql.join(row)})`))}`.execute(
      db,
    );
  }
  await sql`create index bench_clones_sha256 on bench_clones (old_sha256)`.execute(db);
}

/** The row of `bench_clones` for a version, its columns in order. */
async function cloneOf(template: TemplateVersion, site: number): Promise<unknown[]> {
  const text = template.body.replace(`site${template.site}_`, `site${site}_`);
  const body = Buffer.from(text);
  const hashes = hashesOf(text);
  const packed = await packBody(body);
  const report = packJson({ ...template.report, ...hashes, bytes: body.length });
  return [
    template.id,
    template.sha256,
    hashes.sha256,
    hashes.structureHash,
    hashes.shapeHash,
    body.length,
    packed.codec,
    packed.data,
    report,
  ];
}
