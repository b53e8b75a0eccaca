import type { Db, Scan, Store } from '../store/index.ts';
import {
  addScanFiles,
  createScan,
  enqueueJob,
  isBrokenReference,
  saveUpload,
  scanJobKey,
} from '../store/index.ts';
import { isZip } from './archive.ts';
import type { Received } from './receive/index.ts';

export const scanKind = 'scan';

/** Bodies that are packed and written at a time, whoever uploads: each may be large. */
const writersAtOnce = 2;

/**
 * Keeps what was received and queues its scan: bodies one by one, then the scan, its files and its job in one
 * transaction. After that nothing is lost with the process.
 */
export async function keepScan(
  store: Store,
  received: Received,
  owner: { ownerId: number; expiresAt: number; at: number },
): Promise<Scan> {
  const { at } = owner;
  const uploads: { path: string; sha256: string; bytes: number; uploadId: number; isZip: boolean }[] = [];
  for (const file of received.source === 'url' ? [] : received.files) {
    const uploadId = await inTurn(async () =>
      saveUpload(store.db, { sha256: file.sha256, body: await file.read() }, at),
    );
    uploads.push({
      path: file.path,
      sha256: file.sha256,
      bytes: file.bytes,
      uploadId,
      isZip: isZip(file.head),
    });
    await file.dispose();
  }
  const url = received.source === 'url' ? received.url : null;
  const { source, name } = received;
  return store.transaction(async (db) => {
    const scan = await createScan(db, { ...owner, source, name, url });
    await addScanFiles(
      db,
      scan.id,
      uploads.map(({ path, sha256, bytes, uploadId, isZip: packed }, position) => ({
        position,
        entry: 0,
        path,
        sha256,
        bytes,
        state: packed ? 'archive' : 'pending',
        uploadId,
        resultId: null,
      })),
    );
    await queueScan(db, scan.id, at);
    return scan;
  }, isBrokenReference);
}

/** Above crawls: somebody waits for it. */
async function queueScan(db: Db, scanId: number, at: number): Promise<void> {
  await enqueueJob(db, {
    kind: scanKind,
    payload: { scan: scanId },
    uniqueKey: scanJobKey(scanId),
    priority: 10,
    maxAttempts: 3,
    at,
  });
}

let writing = 0;
const waiting: (() => void)[] = [];

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (writing >= writersAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  writing++;
  try {
    return await work();
  } finally {
    writing--;
    waiting.shift()?.();
  }
}
