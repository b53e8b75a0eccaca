import type { Receipt, Visit } from '../../core/schema/index.ts';
import type { BodyStore } from './body-store.ts';
import type { ShortfallLog } from './shortfalls.ts';

/** What the receipt counts. */
export interface ReceiptInput {
  visits: readonly Visit[];
  /** Known links that the page limit left out. */
  notVisited: number;
  targets: Receipt['targets'];
  scripts: { parsed: number; read: number; failed: number };
  requests: Receipt['requests'];
  store: BodyStore;
  sandbox: Receipt['sandbox'];
}

/** Says what the crawl saw and what it did not; complete only when nothing blocking is missing. */
export function buildReceipt(input: ReceiptInput, shortfalls: ShortfallLog): Receipt {
  const list = shortfalls.list();
  const failed = input.visits.filter(({ outcome }) => outcome === 'failed').length;
  const { parsed, read, failed: unread } = input.scripts;
  return {
    complete: !list.some(({ blocking }) => blocking),
    pages: { visited: input.visits.length - failed, failed, notVisited: input.notVisited },
    targets: input.targets,
    scripts: { parsed, read, failed: unread, distinct: input.store.versions().length },
    requests: input.requests,
    shortfalls: list,
    sandbox: input.sandbox,
  };
}
