import { addScanFiles, readUpload, saveScanResult, saveUpload, updateScanFile } from '../store/index.ts';
import type { Scan, ScanFile, Store } from '../store/index.ts';
import { zipEntries, type ArchiveEntry } from './archive.ts';
import { entryLabel } from './label.ts';
import type { ScanLimits } from './limits.ts';
import { unanalysedFile } from './unanalysed.ts';

/** What the archives of one scan may still cost. */
export interface Budget {
  files: number;
  bytes: number;
}

/**
 * Turns an archive into files of its scan, each kept by its hash. Entries that could not be looked into get their result
 * at once: unanalysed, and why. Repeating it changes nothing.
 */
export async function unpack(
  store: Store,
  scan: Scan,
  archive: ScanFile,
  limits: ScanLimits,
  budget: Budget,
  options: { detector: string; at: number; signal: AbortSignal },
): Promise<void> {
  const { db } = store;
  const body = await readUpload(db, archive.uploadId!);
  const zip = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  let number = 0;
  const allowed = { files: budget.files, totalBytes: budget.bytes, entryBytes: limits.uploadBytes };
  for await (const entry of zipEntries(zip, allowed)) {
    options.signal.throwIfAborted();
    budget.bytes -= entry.bytes;
    budget.files--;
    await keepEntry(store, scan, archive, ++number, entry, options);
  }
  await updateScanFile(db, archive.id, { state: 'opened' });
}

async function keepEntry(
  { db }: Store,
  scan: Scan,
  archive: ScanFile,
  number: number,
  entry: ArchiveEntry,
  { detector, at }: { detector: string; at: number },
): Promise<void> {
  const { sha256, bytes } = entry;
  const path = entry.name === '' ? archive.path : entryLabel(archive.path, entry.name);
  const place = { position: archive.position, entry: number, path, sha256, bytes };
  if (entry.body) {
    const uploadId = await saveUpload(db, { sha256, body: entry.body }, at);
    await addScanFiles(db, scan.id, [{ ...place, state: 'pending', uploadId, resultId: null }]);
    return;
  }
  const analysis = unanalysedFile({ path, sha256, bytes }, entry.reason, detector);
  const resultId = await saveScanResult(
    db,
    { ownerId: scan.ownerId, sha256, nameKind: `:${entry.reason}`, detector },
    { analysis, named: { hashes: [sha256], hosts: [], urls: [] }, feedVerdict: null },
    at,
  );
  await addScanFiles(db, scan.id, [{ ...place, state: 'done', uploadId: null, resultId }]);
}
