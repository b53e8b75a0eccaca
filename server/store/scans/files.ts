import { sql } from 'kysely';
import type { Analysis } from '../../../core/schema/index.ts';
import { batches } from '../batches.ts';
import { packJson, unpackJson } from '../codec.ts';
import type { Db } from '../store.ts';
import type { NewRow, Row } from '../tables.ts';
import type { ScanFileState } from '../tables/scans.ts';

/** One file of a scan, or one entry of an archive in it. */
export interface ScanFile {
  id: number;
  scanId: number;
  position: number;
  entry: number;
  path: string;
  sha256: string | null;
  bytes: number | null;
  state: ScanFileState;
  uploadId: number | null;
  resultId: number | null;
}

export type NewScanFile = Omit<ScanFile, 'id' | 'scanId'>;

/** Puts files into a scan; those whose place is taken are there already. */
export async function addScanFiles(db: Db, scanId: number, files: readonly NewScanFile[]): Promise<void> {
  for (const piece of batches(files, 9)) {
    await db
      .insertInto('scan_files')
      .values(
        piece.map((file): NewRow<'scan_files'> => ({
          scan_id: scanId,
          position: file.position,
          entry: file.entry,
          path: file.path,
          sha256: file.sha256,
          bytes: file.bytes,
          state: file.state,
          upload_id: file.uploadId,
          result_id: file.resultId,
        })),
      )
      .onConflict((on) => on.columns(['scan_id', 'position', 'entry']).doNothing())
      .execute();
  }
}

/** Files in the order they were given, those in one of the states. */
export async function scanFiles(
  db: Db,
  scanId: number,
  filter: {
    states?: readonly ScanFileState[];
    after?: [position: number, entry: number];
    limit?: number;
  } = {},
): Promise<ScanFile[]> {
  const rows = await db
    .selectFrom('scan_files')
    .selectAll()
    .where('scan_id', '=', scanId)
    .$if(filter.states !== undefined, (query) => query.where('state', 'in', filter.states!))
    .$if(filter.after !== undefined, (query) =>
      query.where((where) =>
        where(where.refTuple('position', 'entry'), '>', where.tuple(filter.after![0], filter.after![1])),
      ),
    )
    .orderBy('position')
    .orderBy('entry')
    .limit(filter.limit ?? 1000)
    .execute();
  return rows.map(fileOf);
}

/** What became of a file. */
export async function updateScanFile(
  db: Db,
  id: number,
  change: Partial<Pick<ScanFile, 'state' | 'sha256' | 'bytes' | 'uploadId' | 'resultId' | 'path'>>,
): Promise<void> {
  await db
    .updateTable('scan_files')
    .set({
      ...(change.state !== undefined && { state: change.state }),
      ...(change.path !== undefined && { path: change.path }),
      ...(change.sha256 !== undefined && { sha256: change.sha256 }),
      ...(change.bytes !== undefined && { bytes: change.bytes }),
      ...(change.uploadId !== undefined && { upload_id: change.uploadId }),
      ...(change.resultId !== undefined && { result_id: change.resultId }),
    })
    .where('id', '=', id)
    .execute();
}

/** What an analysis is the same by: one owner's equal bodies under names of one kind, judged by one detector. */
export interface ResultPlace {
  ownerId: number;
  sha256: string;
  nameKind: string;
  detector: string;
}

/** What threat feeds are asked about. */
export interface Named {
  hashes: string[];
  hosts: string[];
  urls: string[];
}

export type FeedVerdict = Row<'scan_results'>['feed_verdict'];

/** The owner's own earlier result; that of somebody else is never found. */
export async function findScanResult(db: Db, place: ResultPlace): Promise<number | null> {
  const row = await db
    .selectFrom('scan_results')
    .select('id')
    .where('owner_id', '=', place.ownerId)
    .where('sha256', '=', place.sha256)
    .where('name_kind', '=', place.nameKind)
    .where('detector', '=', place.detector)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Keeps a result, once; answers its id. */
export async function saveScanResult(
  db: Db,
  place: ResultPlace,
  result: { analysis: Analysis; named: Named; feedVerdict: FeedVerdict },
  at: number,
): Promise<number> {
  const { analysis } = result;
  const row = await db
    .insertInto('scan_results')
    .values({
      owner_id: place.ownerId,
      sha256: place.sha256,
      name_kind: place.nameKind,
      detector: place.detector,
      verdict: analysis.verdict,
      category: analysis.category,
      integrity: analysis.scores?.integrity ?? null,
      feed_verdict: result.feedVerdict,
      named: JSON.stringify(result.named),
      report: packJson(analysis),
      created_at: at,
    })
    // Young again, so that no clean-up takes it before a file refers to it.
    .onConflict((on) =>
      on.columns(['owner_id', 'sha256', 'name_kind', 'detector']).doUpdateSet({ created_at: at }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** A file with what the analyzer said of it; `after` is the place of the last one seen. */
export async function scanResults(
  db: Db,
  scanId: number,
  options: { after?: [position: number, entry: number]; limit?: number } = {},
): Promise<(ScanFile & { analysis: Analysis })[]> {
  const { after } = options;
  const rows = await db
    .selectFrom('scan_files')
    .innerJoin('scan_results', 'scan_results.id', 'scan_files.result_id')
    .selectAll('scan_files')
    .select('report')
    .where('scan_id', '=', scanId)
    .$if(after !== undefined, (query) =>
      query.where((where) =>
        where(where.refTuple('position', 'entry'), '>', where.tuple(after![0], after![1])),
      ),
    )
    .orderBy('position')
    .orderBy('entry')
    .limit(options.limit ?? 100)
    .execute();
  return rows.map((row) => ({ ...fileOf(row), analysis: unpackJson(row.report) as Analysis }));
}

/** How many files of each scan are judged how, threat feeds counted in, by scan id. */
export async function scanCounts(
  db: Db,
  scanIds: readonly number[],
): Promise<
  Map<number, Record<'files' | 'waiting' | 'malicious' | 'suspicious' | 'benign' | 'unanalysed', number>>
> {
  const none = () => ({ files: 0, waiting: 0, malicious: 0, suspicious: 0, benign: 0, unanalysed: 0 });
  const counts = new Map(scanIds.map((id) => [id, none()]));
  if (scanIds.length === 0) return counts;
  const rows = await db
    .selectFrom('scan_files')
    .leftJoin('scan_results', 'scan_results.id', 'scan_files.result_id')
    .select(['scan_id', 'state', sql<string | null>`coalesce(feed_verdict, verdict)`.as('verdict')])
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('scan_id', 'in', scanIds)
    .where('state', '!=', 'opened')
    .groupBy(['scan_id', 'state', sql`coalesce(feed_verdict, verdict)`])
    .execute();
  for (const row of rows) {
    const sum = counts.get(row.scan_id)!;
    const key = row.state === 'done' ? (row.verdict as 'benign' | null) : 'waiting';
    sum.files += row.count;
    sum[key ?? 'unanalysed'] += row.count;
  }
  return counts;
}

function fileOf(row: Row<'scan_files'>): ScanFile {
  return {
    id: row.id,
    scanId: row.scan_id,
    position: row.position,
    entry: row.entry,
    path: row.path,
    sha256: row.sha256,
    bytes: row.bytes,
    state: row.state,
    uploadId: row.upload_id,
    resultId: row.result_id,
  };
}
