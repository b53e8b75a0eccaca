import type { Generated } from 'kysely';

export interface VisitorTables {
  report_keys: ReportKeyTable;
  visitor_reports: VisitorReportTable;
  visitor_reporters: { report_id: number; reporter: string; seen_at: number };
  visitor_hosts: VisitorHostTable;
  /** Reports by day (its start) and what became of them. */
  visitor_counts: { site_id: number; day: number; outcome: string; count: number };
  host_uses: HostUseTable;
}

interface ReportKeyTable {
  site_id: number;
  /** The unguessable part of the address that browsers report to. */
  key: string;
  /** Mixed into the hashes of reporters, so that they tell nothing outside this site. */
  salt: string;
  created_at: number;
}

interface VisitorReportTable {
  id: Generated<number>;
  site_id: number;
  /** SHA-256 of directive, blocked and source. */
  key: string;
  directive: string;
  /** A host, or a CSP keyword in quotes such as `'inline'`. */
  blocked: string;
  /** Template of the script that caused it, or of the page. */
  source: string;
  /** One example, as JSON. */
  detail: string;
  count: number;
  /** From how many networks, as far as that is counted. */
  reporters: Generated<number>;
  first_seen_at: number;
  last_seen_at: number;
}

/**
 * waiting: the site has no stored crawl to compare with; told: it is a change; known: a crawl met it.
 */
export const visitorHostStates = ['waiting', 'told', 'known'] as const;
export type VisitorHostState = (typeof visitorHostStates)[number];

/** A host that enough independent visitors reported. */
interface VisitorHostTable {
  id: Generated<number>;
  site_id: number;
  host: string;
  state: VisitorHostState;
  confirmed_at: number;
  decided_at: number | null;
  last_seen_at: number;
}

/** What crawls saw an origin used for: `script https://cdn.example`. */
interface HostUseTable {
  site_id: number;
  /** Resource type as the browser calls it. */
  type: string;
  origin: string;
  /** How many crawls saw it. */
  crawls: number;
  first_seen_at: number;
  last_crawl_id: number;
  last_seen_at: number;
}
