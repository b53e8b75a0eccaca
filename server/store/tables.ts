import type { Generated, Insertable, Selectable } from 'kysely';
import type { Category, ChangeKind, Severity, SubjectType, Verdict } from '../../core/schema/index.ts';
import type { SlotClass } from '../identity/index.ts';
import type { AccessTables } from './tables/access.ts';
import type { AlertTables } from './tables/alerts.ts';
import type { ApiTables } from './tables/api.ts';
import type { FeedTables } from './tables/feeds.ts';
import type { ScanTables } from './tables/scans.ts';
import type { VisitorTables } from './tables/visitors.ts';

/**
 * The tables, as both databases hold them. Times are milliseconds since 1970 (UTC), flags 0 or 1, JSON is text, hashes
 * lower-case hexadecimal. Ids are integers that are never used twice. docs/reference/store.md explains the design.
 */
export interface Tables extends AccessTables, AlertTables, ApiTables, FeedTables, ScanTables, VisitorTables {
  store_migrations: { number: number; name: string; applied_at: number };
  sites: SiteTable;
  journeys: { id: Generated<number>; site_id: number; position: number; name: string; definition: string };
  crawls: CrawlTable;
  pages: PageTable;
  visits: VisitTable;
  contents: { id: Generated<number>; hash: string; value: string };
  versions: VersionTable;
  bodies: { version_id: number; codec: string; data: Uint8Array };
  analyses: AnalysisTable;
  scripts: ScriptTable;
  script_versions: ScriptVersionTable;
  url_patterns: { site_id: number; pattern: string; learned_at: number };
  sightings: SightingTable;
  observations: ObservationTable;
  changes: ChangeTable;
  approvals: ApprovalTable;
  jobs: JobTable;
  schedules: ScheduleTable;
  models: ModelTable;
  metrics: MetricTable;
  months: { site_id: number; month: string; summary: string };
}

/** Who gave the site's definition: a file of the operator, or somebody through the API. */
export type SiteOrigin = 'file' | 'api';

interface SiteTable {
  id: Generated<number>;
  name: string;
  /** The site file as given, secrets still as `${NAME}`. */
  definition: string;
  owner: string | null;
  retention_days: number;
  /** `api`: by somebody who must not read the server's environment; its `${NAME}` are not filled in. */
  origin: Generated<SiteOrigin>;
  /** How many crawls were stored: the number of the latest. */
  stored_crawls: Generated<number>;
  created_at: number;
  updated_at: number;
}

export { actorKinds, auditOutcomes, type ActorKind, type AuditOutcome } from './tables/access.ts';
export {
  channelTypes,
  deliveryKinds,
  deliveryStates,
  type ChannelType,
  type DeliveryKind,
  type DeliveryState,
} from './tables/alerts.ts';

export const crawlStates = ['queued', 'running', 'done', 'incomplete', 'failed', 'cancelled'] as const;
export type CrawlState = (typeof crawlStates)[number];
/** How a crawl ended; its state takes this once it is analysed, stored and compared. */
export type CrawlOutcome = Exclude<CrawlState, 'queued' | 'running'>;

interface CrawlTable {
  id: Generated<number>;
  site_id: number;
  /** Position among the stored crawls of the site, from 1; null until stored. */
  number: number | null;
  state: CrawlState;
  outcome: CrawlOutcome | null;
  cause: string;
  queued_at: number;
  started_at: number | null;
  finished_at: number | null;
  stored_at: number | null;
  compared_at: number | null;
  receipt: string | null;
  tool: string | null;
  error: string | null;
  pages: Generated<number>;
  scripts: Generated<number>;
  new_scripts: Generated<number>;
  new_versions: Generated<number>;
}

interface PageTable {
  id: Generated<number>;
  site_id: number;
  key: string;
  url: string;
  journey: string | null;
  step: number | null;
  visitor: string | null;
  /** How often it was reached; visits count from 1 within their page. */
  reached: Generated<number>;
  last_crawl_id: number | null;
  last_reached_at: number | null;
  /** Ids of the scripts of the last visit in document order, as JSON. */
  script_order: string;
}

interface VisitTable {
  id: Generated<number>;
  crawl_id: number;
  page_id: number;
  /** Which time the page was reached; null when it was not. */
  ordinal: number | null;
  outcome: 'ok' | 'failed';
  error: string | null;
  requested_url: string;
  url: string;
  status: number | null;
  title: string | null;
  started_at: number;
  duration_ms: number;
}

interface VersionTable {
  id: Generated<number>;
  sha256: string;
  bytes: number;
  media: 'js' | 'wasm';
  structure_hash: string | null;
  shape_hash: string | null;
  /** The analysis that counts; null until analysed. */
  analysis_id: number | null;
  first_seen_at: number;
}

export interface ScoreColumns {
  verdict: Verdict | null;
  category: Category | null;
  score_integrity: number | null;
  score_magecart: number | null;
  score_cryptomining: number | null;
  score_malware: number | null;
}

interface AnalysisTable extends Omit<ScoreColumns, 'verdict'> {
  id: Generated<number>;
  version_id: number;
  /** Analyzer version: detector and thresholds. */
  detector: string;
  model: string;
  /** 1: made by a model in shadow; stored, never alerted. */
  shadow: number;
  verdict: Verdict;
  p_benign: number | null;
  p_magecart: number | null;
  p_cryptomining: number | null;
  p_malware: number | null;
  partial: number;
  /** Compressed Float32, little-endian, in the order of the feature names. */
  features: Uint8Array | null;
  /** Of the literals that reach dynamic code, a decoder or a URL; null when not all can be told. */
  sensitive_hash: string | null;
  /** The library the source says it is, as JSON. */
  library: string | null;
  /** Compressed JSON: the analysis as the analyzer gave it. */
  report: Uint8Array;
  created_at: number;
}

interface ScriptTable extends ScoreColumns {
  id: Generated<number>;
  site_id: number;
  key: string;
  slot: SlotClass;
  template: string | null;
  label: string;
  /** Last address seen; null for inline and evaluated code. */
  url: string | null;
  host: string | null;
  /** The version that the summary speaks of: the worst of those present. */
  version_id: number | null;
  /** `score_integrity`, 100 when unknown: what lists are sorted by. */
  rank: Generated<number>;
  versions: Generated<number>;
  /** On how many pages it stands, each as last reached. */
  pages: Generated<number>;
  crawls: Generated<number>;
  first_number: number;
  first_crawl_id: number;
  first_seen_at: number;
  last_crawl_id: number;
  last_seen_at: number;
}

interface ScriptVersionTable {
  script_id: number;
  version_id: number;
  crawls: number;
  first_crawl_id: number;
  first_seen_at: number;
  last_crawl_id: number;
  last_seen_at: number;
}

/** A version seen at one place of a page, in every visit of that page from the first to the last ordinal. */
interface SightingTable {
  id: Generated<number>;
  page_id: number;
  script_id: number;
  version_id: number;
  kind: string;
  /** Content id of the frame's URL template; null in the main frame. */
  frame_id: number | null;
  /** The script that made it, when one did. */
  initiator_id: number | null;
  from_visit: number;
  /** `open` while the last visit of the page shows it. */
  to_visit: number;
  /** Details of the first visit, as JSON. */
  detail: string;
}

export const observationKinds = [
  'connection',
  'header',
  'frame',
  'form',
  'cookie',
  'leak',
  'violation',
] as const;
export type ObservationKind = (typeof observationKinds)[number];

/** As a sighting, for everything of a page that is not a script. */
interface ObservationTable {
  id: Generated<number>;
  page_id: number;
  kind: ObservationKind;
  key: string;
  content_id: number;
  initiator_id: number | null;
  from_visit: number;
  to_visit: number;
}

interface ChangeTable {
  id: Generated<number>;
  site_id: number;
  crawl_id: number;
  previous_crawl_id: number | null;
  kind: ChangeKind;
  /** Position in the list of severities: 0 info … 4 critical. */
  severity: number;
  subject_type: SubjectType;
  subject_id: string;
  subject_url: string | null;
  message: string;
  detail: string;
  at: number;
  /** Equal for the same change: it is told once while it lasts. */
  dedupe_key: string;
  /** The crawl that no longer showed it. */
  ended_crawl_id: number | null;
}

export const approvalScopes = ['script', 'vendor', 'host', 'structure'] as const;
export type ApprovalScope = (typeof approvalScopes)[number];
export const approvalDecisions = ['approved', 'rejected', 'false-positive'] as const;
export type ApprovalDecision = (typeof approvalDecisions)[number];

interface ApprovalTable {
  id: Generated<number>;
  /** Null: for every site. */
  site_id: number | null;
  scope: ApprovalScope;
  /** Script id, vendor, host or structure hash, by scope. */
  target: string;
  decision: ApprovalDecision;
  owner: string | null;
  purpose: string | null;
  justification: string | null;
  decided_by: string;
  decided_at: number;
  expires_at: number | null;
  /** The behaviour that was approved, as JSON. */
  behaviour: string | null;
  ended_at: number | null;
  ended_reason: string | null;
}

export const jobStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof jobStates)[number];

interface JobTable {
  id: Generated<number>;
  kind: string;
  payload: string;
  state: JobState;
  site_id: number | null;
  crawl_id: number | null;
  /** At most one unfinished job has it. */
  unique_key: string | null;
  priority: Generated<number>;
  attempts: Generated<number>;
  max_attempts: number;
  run_at: number;
  lease_owner: string | null;
  lease_until: number | null;
  error: string | null;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
}

interface ScheduleTable {
  site_id: number;
  cron: string;
  time_zone: string;
  jitter_seconds: number;
  enabled: number;
  next_run_at: number | null;
  last_run_at: number | null;
  updated_at: number;
}

export const modelStates = ['candidate', 'shadow', 'active', 'retired'] as const;
export type ModelState = (typeof modelStates)[number];

interface ModelTable {
  id: Generated<number>;
  sha256: string;
  version: string;
  state: ModelState;
  data: Uint8Array;
  card: string;
  created_at: number;
  changed_at: number;
}

interface MetricTable {
  name: string;
  /** Tells series of one name apart, e.g. a model version; empty when there is one. */
  label: string;
  /** Start of the hour or day it covers. */
  at: number;
  count: number;
  sum: number;
  minimum: number;
  maximum: number;
}

export type Row<Table extends keyof Tables> = Selectable<Tables[Table]>;
export type NewRow<Table extends keyof Tables> = Insertable<Tables[Table]>;

/** `to_visit` of what the last visit of its page still shows. */
export const open = 2_147_483_647;

/** Severities by their number in `changes.severity`. */
export type SeverityRank = readonly Severity[];
