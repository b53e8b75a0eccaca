import { sha256 } from '../../core/encoding/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { checkTarget, OutboundError, request, type OutboundRules } from '../outbound/index.ts';
import { addScanFiles, saveUpload, type Scan, type Store } from '../store/index.ts';
import { isZip } from './archive.ts';
import { labelOf } from './label.ts';
import type { ScanLimits } from './limits.ts';

const timeoutMs = 30_000;
const maxRedirects = 5;

/** Scripts are served in the clear, too; the address is checked all the same, at every redirect and when it is dialled. */
export function fetchRules(limits: Pick<ScanLimits, 'allowNetworks'>): OutboundRules {
  return { allowNetworks: limits.allowNetworks, plainHttp: 'anywhere' };
}

/**
 * Whether an address may be asked at all, before a scan is made of it.
 * @throws ScriptwardenError SW_URL_INVALID, SW_NETWORK_REFUSED, SW_OUTBOUND_FAILED.
 */
export async function checkAddress(url: string, limits: Pick<ScanLimits, 'allowNetworks'>): Promise<void> {
  await checkTarget(url, fetchRules(limits)).catch((error: unknown) => {
    throw told(error);
  });
}

/**
 * Fetches the address of a scan and keeps what it answers as the scan's only file.
 * @throws ScriptwardenError SW_NETWORK_REFUSED (also for where a redirect leads), SW_OUTBOUND_FAILED.
 */
export async function fetchScan(
  store: Store,
  scan: Scan,
  limits: ScanLimits,
  signal: AbortSignal,
  at: number,
): Promise<void> {
  const answer = await request(scan.url!, {
    ...fetchRules(limits),
    timeoutMs,
    maxRedirects,
    maxBytes: limits.uploadBytes,
    headers: { accept: 'application/javascript, text/javascript, text/html;q=0.9, */*;q=0.5' },
    signal,
  }).catch((error: unknown) => {
    throw told(error);
  });
  const { status, body } = answer;
  if (status < 200 || status > 299) {
    throw new ScriptwardenError('SW_OUTBOUND_FAILED', {
      message: `The address answered with status ${status}.`,
      fix: 'Check that it needs no login and still exists.',
    });
  }
  const uploadId = await saveUpload(store.db, { sha256: sha256(body), body }, at);
  await addScanFiles(store.db, scan.id, [
    {
      position: 0,
      entry: 0,
      path: labelOf(answer.url),
      sha256: sha256(body),
      bytes: body.length,
      state: isZip(body) ? 'archive' : 'pending',
      uploadId,
      resultId: null,
    },
  ]);
}

function told(error: unknown): unknown {
  return error instanceof OutboundError ? error.toScriptwardenError() : error;
}
