import type { IncomingMessage } from 'node:http';
import type { ServiceContext } from '../api/context.ts';
import type { Reply } from '../api/route.ts';
import { countOpenScans, type Scan } from '../store/index.ts';
import { keepScan } from './create.ts';
import { awaitEnd, isOver } from './ends.ts';
import { checkAddress } from './fetch.ts';
import { openScansOfOne, throughGate, tooMany } from './gate.ts';
import { startScans, uploadFolder } from './lanes.ts';
import { scanLimitsOf } from './limits.ts';
import { drain, receive, type Received } from './receive/index.ts';
import { scanHead, scanResource } from './resource.ts';

/** What is larger is a job from the start. */
const smallBytes = 4 * 2 ** 20;
/** How long the answer to a small one may wait for its results, in milliseconds. */
const budgetMs = 5000;
const dayMs = 86_400_000;

/** Takes an upload in, queues its scan, and answers it: with its results when they come soon, else where to ask. */
export async function submit(
  context: ServiceContext,
  {
    request,
    ownerId,
    name,
    signal,
  }: { request: IncomingMessage; ownerId: number; name?: string | undefined; signal: AbortSignal },
): Promise<Reply> {
  const { store, config, now } = context;
  const limits = scanLimitsOf(config);
  if ((await countOpenScans(store.db, ownerId)) >= openScansOfOne) {
    await drain(request);
    throw tooMany(`${openScansOfOne} of your scans`, 'wait or run', 30);
  }
  const { scan, isSmall } = await throughGate(ownerId, () =>
    receive(request, { limits, workDir: uploadFolder(context), name }, async (received) => {
      if (received.source === 'url') await checkAddress(received.url, limits);
      const expiresAt = now() + config.retention.scanDays * dayMs;
      return {
        scan: await keepScan(store, received, { ownerId, expiresAt, at: now() }),
        isSmall: isSmallUpload(received),
      };
    }),
  );
  startScans(context, limits)();
  const wantsJob = /(?:^|,)\s*respond-async\s*(?:,|;|$)/i.test(String(request.headers.prefer ?? ''));
  const after = isSmall && !wantsJob ? await awaitEnd(store, scan.id, budgetMs, signal) : null;
  const headers = { Location: `/api/v1/scans/${scan.key}` };
  if (after && isOver(after)) return { status: 200, body: await scanResource(store.db, after), headers };
  return { status: 202, body: unfinished(after ?? scan), headers };
}

function unfinished(scan: Scan) {
  return { ...scanHead(scan), results: [], complete: false };
}

function isSmallUpload(received: Received): boolean {
  return received.source === 'url' || received.files.reduce((sum, file) => sum + file.bytes, 0) <= smallBytes;
}
