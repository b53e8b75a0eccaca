import { readCursor, type Page } from '../lists.ts';
import type { Db } from '../store.ts';
import type { Row } from '../tables.ts';

/** One example of what was reported. Texts come from anybody: bounded, never trusted. */
export interface ReportExample {
  /** Page the visitor was on, without query and fragment. */
  page: string;
  /** What was blocked, as the browser said it. */
  blockedUrl: string;
  sourceUrl: string | null;
  line: number | null;
  column: number | null;
  /** Start of the code, where the policy asked for samples. */
  sample: string | null;
  disposition: 'enforce' | 'report' | null;
}

/** All reports of one directive, blocked host and source, together. */
export interface VisitorReport {
  id: number;
  siteId: number;
  directive: string;
  /** A host, or a CSP keyword in quotes such as `'inline'`. */
  blocked: string;
  /** Template of the address of the script that caused it, or of the page. */
  source: string;
  example: ReportExample;
  count: number;
  /** From how many networks, counted up to `reportersCounted`. */
  reporters: number;
  firstSeenAt: number;
  lastSeenAt: number;
}

/** Networks told apart for one row: as many as confirm a host. */
export const reportersCounted = 5;

/** What visitors reported of a site, latest first. */
export async function listVisitorReports(
  db: Db,
  filter: {
    siteId: number;
    directive?: string;
    blocked?: string;
    since?: number;
    limit?: number;
    after?: string;
  },
): Promise<Page<VisitorReport>> {
  const limit = filter.limit ?? 100;
  const after = filter.after === undefined ? null : readCursor(filter.after);
  const rows = await db
    .selectFrom('visitor_reports')
    .selectAll()
    .where('site_id', '=', filter.siteId)
    .$if(filter.directive !== undefined, (query) => query.where('directive', '=', filter.directive!))
    .$if(filter.blocked !== undefined, (query) => query.where('blocked', '=', filter.blocked!))
    .$if(filter.since !== undefined, (query) => query.where('last_seen_at', '>=', filter.since!))
    .$if(after !== null, (query) =>
      query.where((where) =>
        where(where.refTuple('last_seen_at', 'id'), '<', where.tuple(after![0], after![1])),
      ),
    )
    .orderBy('last_seen_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map(reportOf);
  const end = items.at(-1);
  return { items, next: rows.length > limit && end ? `${end.lastSeenAt}-${end.id}` : null };
}

function reportOf(row: Row<'visitor_reports'>): VisitorReport {
  return {
    id: row.id,
    siteId: row.site_id,
    directive: row.directive,
    blocked: row.blocked,
    source: row.source,
    example: JSON.parse(row.detail) as ReportExample,
    count: row.count,
    reporters: row.reporters,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
  };
}
