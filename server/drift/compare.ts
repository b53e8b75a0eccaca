import { sha256 } from '../../core/encoding/index.ts';
import type { Change } from '../../core/schema/index.ts';
import type { ChangeDraft } from './draft.ts';
import { changeRules } from './rules/index.ts';
import { leaksOf } from './rules/leaks.ts';
import { findingsOf } from './rules/verdicts.ts';
import { severityOf, severityRank } from './severity.ts';
import type { SiteState } from './state.ts';

/**
 * What differs between two crawls of a site, worst first. A first crawl (no `before`) is the baseline: only its
 * findings are changes. Pure: the same states give the same changes with the same ids, so storing them twice is harmless.
 */
export function compare(before: SiteState | null, after: SiteState): Change[] {
  const drafts = before
    ? changeRules.flatMap((rule) => rule(before, after))
    : [...findingsOf(after.scripts), ...leaksOf(after)];
  return drafts
    .map((draft) => finish(draft, before, after))
    .sort(
      (one, other) =>
        severityRank(other.severity) - severityRank(one.severity) ||
        byCodeUnit(one.kind, other.kind) ||
        byCodeUnit(one.subject.id, other.subject.id),
    );
}

/**
 * Identifies what changed to what, whenever it does: `tellOnce` compares by it. On which pages it was found does not
 * count, for the next crawl may reach others.
 */
export function dedupeKey(change: Pick<Change, 'kind' | 'subject' | 'before' | 'after'>): string {
  const { kind, subject, before, after } = change;
  // One header can have several values on a site, of which each may go its own way.
  const from = subject.type === 'header' ? [before] : [];
  return sha256(JSON.stringify([kind, subject.type, subject.id, withoutPages(after), ...from]));
}

/** Addresses of the pages on which a change was found; empty for what belongs to no page. */
export function pagesOf({ after }: Pick<Change, 'after'>): string[] {
  const pages = isRecord(after) ? after.pages : undefined;
  return Array.isArray(pages) ? pages.map(String) : [];
}

function withoutPages(after: unknown): unknown {
  return isRecord(after) && Array.isArray(after.pages) ? { ...after, pages: undefined } : after;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function finish(draft: ChangeDraft, before: SiteState | null, after: SiteState): Change {
  const { reasons = [], evidence = [], ...rest } = draft;
  return {
    schemaVersion: 1,
    id: sha256(
      JSON.stringify([
        after.site,
        after.crawl,
        draft.kind,
        draft.subject.type,
        draft.subject.id,
        draft.after,
      ]),
    ).slice(0, 32),
    site: after.site,
    crawl: after.crawl,
    previousCrawl: before?.crawl ?? null,
    severity: severityOf(draft.kind, reasons),
    ...rest,
    evidence: [...evidence],
    at: after.at,
  };
}

function byCodeUnit(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
