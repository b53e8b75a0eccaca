import type { Analyzer } from '../../analyzer/analyzer.ts';
import { sha256 } from '../../core/encoding/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { Analysis } from '../../core/schema/index.ts';
import { findMatches, isWorse, matchesOf, questionOf, verdictOf } from '../feeds/index.ts';
import type { JobHandler } from '../jobs/queue.ts';
import type { PipelineContext } from '../pipeline/context.ts';
import {
  findScanById,
  findScanResult,
  finishScan,
  hasCode,
  readUpload,
  saveScanResult,
  scanFiles,
  startScan,
  strandedScans,
  updateScanFile,
  type Scan,
  type ScanFile,
  type Store,
} from '../store/index.ts';
import { fetchScan } from './fetch.ts';
import { nameKindOf } from './label.ts';
import type { ScanLimits } from './limits.ts';
import { tellEnd } from './ends.ts';
import { unpack } from './unpack.ts';

export type ScanContext = Pick<PipelineContext, 'store' | 'analyzers' | 'now'>;

/** Files given to the analyzer at a time. */
const filesAtOnce = 8;
const bytesAtOnce = 32 * 2 ** 20;

/** Does scans: fetch, unpack, analyse. Each step leaves a record, so that a scan whose process died goes on where it was. */
export function scanHandler(context: ScanContext, limits: ScanLimits): JobHandler {
  const idOf = (payload: unknown): number => (payload as { scan: number }).scan;
  return {
    async run(job, { signal }) {
      const scanId = idOf(job.payload);
      await runScan(context, scanId, limits, signal);
      tellEnd(context.store, scanId);
    },
    async giveUp(db, job, error) {
      const code = hasCode(error) ? error.code : 'SW_INTERNAL';
      const message = hasCode(error) ? error.message : 'Something went wrong here.';
      await finishScan(db, idOf(job.payload), { code, message }, context.now());
    },
  };
}

/**
 * Takes a scan to its end. An address that cannot be fetched fails it for good: whoever asked sees at once what is wrong.
 * @throws what may pass by itself, e.g. a database that is away; the scan then stays `running`, to be taken up again.
 */
export async function runScan(
  { store, analyzers, now }: ScanContext,
  scanId: number,
  limits: ScanLimits,
  signal: AbortSignal,
): Promise<void> {
  const { db } = store;
  const scan = await findScanById(db, scanId);
  if (!scan || !(await startScan(db, scanId, now()))) return;
  try {
    if (scan.source === 'url' && (await scanFiles(db, scanId, { limit: 1 })).length === 0) {
      await fetchScan(store, scan, limits, signal, now());
    }
  } catch (error) {
    if (!(error instanceof ScriptwardenError) || error.code.startsWith('SW_STORE_')) throw error;
    await finishScan(db, scanId, error, now());
    return;
  }
  const { analyzer, release } = await analyzers.acquire();
  try {
    await unpackArchives(store, scan, limits, { detector: analyzer.version, at: now(), signal });
    for (;;) {
      signal.throwIfAborted();
      const files = await nextFiles(store, scanId);
      if (files.length === 0) break;
      await Promise.all(files.map((file) => analyseFile(store, scan, file, analyzer, signal, now())));
    }
  } finally {
    await release();
  }
  await finishScan(db, scanId, null, now());
}

async function unpackArchives(
  store: Store,
  scan: Scan,
  limits: ScanLimits,
  options: { detector: string; at: number; signal: AbortSignal },
): Promise<void> {
  const all = await scanFiles(store.db, scan.id, { limit: 2 * limits.uploadFiles + 1 });
  const plain = all.filter((file) => file.entry === 0 && file.state !== 'archive').length;
  const budget = { files: Math.max(0, limits.uploadFiles - plain), bytes: limits.unpackedBytes };
  for (const file of all)
    if (file.state === 'archive') await unpack(store, scan, file, limits, budget, options);
}

/** The next files to look at: several small ones, or one large one. */
async function nextFiles({ db }: Store, scanId: number): Promise<ScanFile[]> {
  const files = await scanFiles(db, scanId, { states: ['pending'], limit: filesAtOnce });
  let bytes = 0;
  return files.filter((file, index) => (bytes += file.bytes ?? 0) <= bytesAtOnce || index === 0);
}

/** Equal bodies are analysed once an owner; whether somebody else had them before changes neither answer nor time. */
async function analyseFile(
  store: Store,
  scan: Scan,
  file: ScanFile,
  analyzer: Analyzer,
  signal: AbortSignal,
  at: number,
): Promise<void> {
  const { db } = store;
  const place = {
    ownerId: scan.ownerId,
    sha256: file.sha256!,
    nameKind: nameKindOf(file.path) + (scan.url === null ? '' : ` ${sha256(scan.url).slice(0, 16)}`),
    detector: analyzer.version,
  };
  let resultId = await findScanResult(db, place);
  if (resultId === null) {
    const bytes = await readUpload(db, file.uploadId!);
    const { analysis } = await analyzer.analyze({ path: file.path, bytes }, signal);
    // What is called off comes back cut short; it must not be kept as if it were the result.
    signal.throwIfAborted();
    resultId = await saveScanResult(db, place, { analysis, ...(await feedsOn(store, scan, analysis)) }, at);
  }
  await updateScanFile(db, file.id, { state: 'done', resultId });
}

async function feedsOn({ db }: Store, scan: Scan, analysis: Analysis) {
  const named = questionOf(analysis, scan.url);
  const verdict = verdictOf(matchesOf(await findMatches(db, named), named));
  return { named, feedVerdict: verdict !== null && isWorse(verdict, analysis.verdict) ? verdict : null };
}

/** Ends scans whose job ended without them: its process died too often. Answers how many. */
export async function endStrandedScans(store: Store, now: number): Promise<number> {
  const ids = await strandedScans(store.db);
  for (const id of ids) {
    const message = 'The processes that did this scan ended before it was done.';
    await finishScan(store.db, id, { code: 'SW_SCAN_FAILED', message }, now);
  }
  return ids.length;
}
