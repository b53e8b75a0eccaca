import { sha256 } from '../../core/encoding/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { checkTarget, OutboundError, request, type OutboundRules } from '../outbound/index.ts';
import { findFeed, noteRefresh, type Feed, type Store } from '../store/index.ts';
import { importFeed, piecesOf } from './import.ts';

/** A fetched list lies in memory until it is stored. */
const maxFetchedBytes = 64 * 2 ** 20;
const timeoutMs = 120_000;
const maxRedirects = 5;

export interface RefreshOptions {
  /** Networks besides the public ones, as CIDR. */
  allowNetworks: readonly string[];
  now: () => number;
  signal?: AbortSignal;
}

/**
 * Whether a list may be fetched from there at all.
 * @throws ScriptwardenError SW_URL_INVALID, SW_NETWORK_REFUSED, SW_OUTBOUND_FAILED.
 */
export async function checkFeedAddress(url: string, allowNetworks: readonly string[]): Promise<void> {
  await checkTarget(url, { allowNetworks }).catch((error: unknown) => {
    throw told(error);
  });
}

/**
 * Fetches a list and brings it, unless it is as it was. What fails is noted with the list, which stays as it is; it is
 * tried again at its time. Answers whether the list changed.
 * @throws what is no failure of the list or its server, such as a database that is away.
 */
export async function refreshFeed(store: Store, feedId: number, options: RefreshOptions): Promise<boolean> {
  const { db } = store;
  const feed = await findFeed(db, feedId);
  if (feed.url === null) return false;
  try {
    const answer = await fetchList(feed, feed.url, options);
    const note = { error: null, etag: answer.etag, modified: answer.modified };
    const isSame = answer.body === null || sha256(answer.body) === feed.sha256;
    if (!isSame) await importFeed(store, feed, piecesOf(answer.body!), options.now());
    await noteRefresh(db, feedId, note, options.now());
    return !isSame;
  } catch (thrown) {
    const error = told(thrown);
    if (!(error instanceof ScriptwardenError) || /^SW_STORE_(?!CONFLICT)/.test(error.code)) throw thrown;
    await noteRefresh(db, feedId, { error: { code: error.code, message: error.message } }, options.now());
    return false;
  }
}

/** The list as its server has it; `body` null when it is the one that we have. */
async function fetchList(
  feed: Feed,
  url: string,
  { allowNetworks, signal }: RefreshOptions,
): Promise<{ body: Buffer | null; etag: string | null; modified: string | null }> {
  const rules: OutboundRules = { allowNetworks };
  const answer = await request(url, {
    ...rules,
    timeoutMs,
    headersTimeoutMs: 30_000,
    maxRedirects,
    maxBytes: maxFetchedBytes,
    headers: {
      accept: 'text/plain, text/csv;q=0.9, */*;q=0.1',
      'accept-encoding': 'gzip, br',
      ...(feed.etag !== null && { 'if-none-match': feed.etag }),
      ...(feed.etag === null && feed.modified !== null && { 'if-modified-since': feed.modified }),
    },
    ...(signal && { signal }),
  });
  const { status, headers, body } = answer;
  const tags = {
    etag: bounded(headers.etag ?? feed.etag),
    modified: bounded(headers['last-modified'] ?? feed.modified),
  };
  if (status === 304) return { body: null, ...tags };
  if (status === 200) {
    return { body, etag: bounded(headers.etag ?? null), modified: bounded(headers['last-modified'] ?? null) };
  }
  throw new ScriptwardenError('SW_OUTBOUND_FAILED', {
    message: `The server of the list answered with status ${status}.`,
    fix: 'Check its address, and whether it needs a key in it.',
  });
}

/** What goes back to the server as it came; nothing that could break a header. */
function bounded(value: string | null): string | null {
  return value !== null && /^[\x20-\x7e]{1,500}$/.test(value) ? value : null;
}

function told(error: unknown): unknown {
  return error instanceof OutboundError ? error.toScriptwardenError() : error;
}
