import type { Change } from '../../core/schema/index.ts';
import { applyApprovals, lapsedFalsePositives, type Approval } from '../approvals/index.ts';
import { compare, dedupeKey, pagesOf, quietenFirstReached, severityRank } from '../drift/index.ts';
import { findOnFeeds, type FeedFindings } from '../feeds/check-site.ts';
import { statesOfStore } from '../drift/from-store.ts';
import {
  activeApprovals,
  endApproval,
  findCrawl,
  findSite,
  listApprovals,
  reachedPages,
  recordChanges,
  standingChanges,
  toldCrawls,
  type ChangeToStore,
  type Crawl,
  type Store,
  type Approval as StoredApproval,
} from '../store/index.ts';
import type { PipelineContext } from './context.ts';
import { crawlFailed } from './site-changes.ts';

/**
 * Compares a stored crawl with what the site showed before, weighs the changes against people's decisions and records
 * them; with that the crawl takes its final state. All of it is one transaction: done once, however often it is called.
 */
export async function compareCrawl({ store, now }: PipelineContext, crawlId: number): Promise<Change[]> {
  const crawl = await findCrawl(store.db, crawlId);
  const { found, lapsed, endedApprovals, onFeeds } =
    crawl.comparedAt === null
      ? await findChanges(store, crawl)
      : { found: [], lapsed: [], endedApprovals: [], onFeeds: null };
  const failure = crawl.outcome === 'failed' ? [await failureOf(store, crawl)] : [];
  const changes = [...found, ...failure];
  return recordChanges(
    store,
    crawlId,
    [...changes, ...lapsed, ...(onFeeds?.found ?? [])],
    [
      ...repeatable(changes),
      ...(onFeeds?.ended ?? []),
      ...(crawl.outcome === 'failed' ? [] : await endedFailures(store, crawl)),
    ],
    now(),
    async (db) => {
      for (const { id, reason } of endedApprovals) await endApproval(db, Number(id), reason, now());
      await onFeeds?.save(db);
    },
  );
}

async function findChanges(
  store: Store,
  crawl: Crawl,
): Promise<{
  found: ChangeToStore[];
  lapsed: ChangeToStore[];
  endedApprovals: { id: string; reason: string }[];
  /** States, not transitions: they are told while they hold, and end when they no longer do. */
  onFeeds: FeedFindings;
}> {
  const { before, after, firstReached } = await statesOfStore(store.db, crawl);
  const differences = quietenFirstReached(compare(before, after), after, firstReached);
  const { siteId } = crawl;
  const at = Date.parse(after.at);
  const inForce = (await activeApprovals(store.db, { siteId, at })).map(approvalOf);
  const weighed = applyApprovals(differences, after, inForce, before);
  const { items } = await listApprovals(store.db, {
    siteIds: [siteId],
    scope: 'structure',
    inForce: false,
    at,
    limit: 100_000,
  });
  const ended = items
    .filter((one) => one.decision === 'false-positive')
    .reverse()
    .map((one) => ({ ...approvalOf(one), endedAt: endOf(one) }));
  return {
    found: await leaveOutTold(store, crawl, weighed.changes.map(changeToStore)),
    lapsed: lapsedFalsePositives(differences, before, after, { ended, inForce }).map(changeToStore),
    endedApprovals: weighed.ended,
    onFeeds: await findOnFeeds(store.db, siteId, after),
  };
}

/**
 * Leaves out what an earlier crawl told and this one only sees on further pages, that nobody reached since: a header that
 * is gone everywhere is not told for each page of a rotating list. What such a page lost later is told.
 */
async function leaveOutTold(
  store: Store,
  crawl: Crawl,
  found: readonly ChangeToStore[],
): Promise<ChangeToStore[]> {
  const byPage = found.filter((change) => pagesOf(change).length > 0);
  if (byPage.length === 0) return [...found];
  const told = await toldCrawls(
    store.db,
    crawl.siteId,
    byPage.map((change) => change.dedupeKey),
  );
  if (told.size === 0) return [...found];
  const reachedBefore = new Map<string, number>();
  for (const { url, previousCrawlId } of await reachedPages(store.db, crawl.id)) {
    reachedBefore.set(url, Math.max(reachedBefore.get(url) ?? 0, previousCrawlId ?? 0));
  }
  return found.filter((change) => {
    const tellingCrawl = told.get(change.dedupeKey);
    if (tellingCrawl === undefined) return true;
    const pages = pagesOf(change);
    return pages.length === 0 || pages.some((url) => (reachedBefore.get(url) ?? Infinity) >= tellingCrawl);
  });
}

/** When a decision ceased to hold: a person ended it, or its date came. RFC 3339. */
function endOf({ endedAt, expiresAt }: StoredApproval): string {
  return new Date(Math.min(endedAt ?? Infinity, expiresAt ?? Infinity)).toISOString();
}

/**
 * A comparison finds transitions only. So a change found again went away in between; it is told again unless it is quiet
 * (`info` or `low`), which the store decides.
 */
function repeatable(changes: readonly ChangeToStore[]): string[] {
  return changes
    .filter(
      (change) => change.kind !== 'crawl-failed' && severityRank(change.severity) >= severityRank('medium'),
    )
    .map((change) => change.dedupeKey);
}

async function failureOf(store: Store, crawl: Crawl): Promise<ChangeToStore> {
  const site = await findSite(store.db, crawl.siteId);
  return crawlFailed(site, crawl.receipt?.shortfalls[0]?.message ?? 'no page was reached');
}

/** A crawl that reached something ends the failure that stood. */
async function endedFailures(store: Store, crawl: Crawl): Promise<string[]> {
  const site = await findSite(store.db, crawl.siteId);
  const { dedupeKey: key } = crawlFailed(site, '');
  return (await standingChanges(store.db, crawl.siteId)).has(key) ? [key] : [];
}

export function changeToStore(change: Change): ChangeToStore {
  const { kind, severity, subject, message, before, after, evidence, previousCrawl } = change;
  return {
    kind,
    severity,
    subject,
    message,
    before,
    after,
    evidence,
    previousCrawlId: previousCrawl === null ? null : Number(previousCrawl),
    dedupeKey: dedupeKey(change),
  };
}

/** A decision as the rules read it. */
export function approvalOf(approval: StoredApproval): Approval {
  const { id, decidedAt, expiresAt, scope, target, decision, owner, purpose, justification } = approval;
  return {
    id: String(id),
    scope,
    target,
    decision,
    owner,
    purpose,
    justification,
    decidedBy: approval.decidedBy,
    decidedAt: new Date(decidedAt).toISOString(),
    expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    behaviour: approval.behaviour,
  };
}
