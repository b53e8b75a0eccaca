import { z } from 'zod';
import { behaviour, category, evidence, scores, severity, verdict } from './analysis.ts';
import { shortfall } from './capture/index.ts';
import { change } from './change.ts';
import { count, sha256Hex, timestamp } from './common.ts';

export const approvalStates = ['approved', 'rejected', 'expired', 'undecided'] as const;

/** A person's decision, as reports show it. */
const decision = z.strictObject({
  id: z.string(),
  scope: z.enum(['script', 'vendor', 'host', 'structure']),
  target: z.string(),
  decision: z.enum(['approved', 'rejected', 'false-positive']),
  owner: z.string().nullable(),
  purpose: z.string().nullable(),
  justification: z.string().nullable(),
  decidedBy: z.string(),
  decidedAt: timestamp,
  expiresAt: timestamp.nullable(),
});

const reportedVersion = z.strictObject({
  sha256: sha256Hex,
  bytes: count,
  verdict: verdict.nullable(),
  firstSeenAt: timestamp.describe('In the period'),
  lastSeenAt: timestamp.describe('In the period'),
});

/** One script that pages of the site showed in the period. */
export const reportedScript = z.strictObject({
  id: z.string(),
  label: z.string(),
  url: z.string().nullable(),
  host: z.string().nullable(),
  kinds: z.array(z.string()).describe('How it came in: external, inline …'),
  pages: z.array(z.string()).describe('Addresses of pages that showed it, at most 20'),
  pageCount: count,
  onPaymentPages: z.boolean(),
  onlyInForeignFrames: z
    .boolean()
    .describe("Whether only frames of other sites ran it, such as a payment provider's"),
  firstSeenAt: timestamp.describe('Since when the history knows it'),
  lastSeenAt: timestamp.describe('In the period'),
  isPresent: z.boolean().describe('Whether a page still showed it at the end of the period'),
  versions: z.array(reportedVersion).describe('Bodies seen in the period, latest first, at most 20'),
  versionCount: count,
  verdict: verdict.nullable().describe('The worst of its versions; null when none was analysed'),
  category: category.nullable(),
  scores: scores.nullable(),
  partial: z.boolean(),
  isFalsePositive: z
    .boolean()
    .describe('Whether a person said, until a date, that the malicious verdict is wrong'),
  reasons: z.array(evidence).describe('Of the worst version, worst first, at most 10'),
  reasonCount: count,
  behaviour,
  approvalState: z.enum(approvalStates),
  approval: decision
    .nullable()
    .describe('The decision in force at the end of the period, or the one that expired'),
  integrity: z.strictObject({
    attribute: z.enum(['all', 'some', 'none']).describe('Whether its elements carry Subresource Integrity'),
    changes: count.describe('Changes of its body that were told in the period'),
  }),
});

const reportedPage = z.strictObject({
  url: z.string(),
  journey: z.string().nullable(),
  isPayment: z.boolean().describe('It has a payment form, or the address of a checkout'),
  reached: count.describe('Visits in the period that reached it'),
  failed: count,
  lastReachedAt: timestamp.nullable(),
  longestGapHours: z
    .number()
    .nonnegative()
    .describe('Longest time in the period without a visit that reached it'),
  scripts: count,
  securityHeaders: z.record(z.string(), z.string().nullable()).describe('As last received'),
  frames: z.array(z.string()),
  forms: z.array(z.strictObject({ action: z.string(), method: z.string(), isPayment: z.boolean() })),
});

const reportedLeak = z.strictObject({
  field: z.string(),
  host: z.string(),
  url: z.string(),
  via: z.string(),
  encoding: z.string(),
  page: z.string(),
});

export const changeStates = ['foreseen', 'approved', 'rejected', 'gone', 'open', 'recorded'] as const;

const reportedChange = change.extend({
  state: z
    .enum(changeStates)
    .describe(
      'foreseen: info or approved before; approved, rejected: somebody decided on its script or host since; gone: its script is no longer shown; open: nobody decided; recorded: of a kind that nobody decides on',
    ),
});

const reportedAlert = z.strictObject({
  id: z.string(),
  rule: z.string(),
  crawl: z.string(),
  severity,
  changes: count,
  at: timestamp,
  deliveries: z.array(z.strictObject({ channel: z.string(), state: z.string(), at: timestamp.nullable() })),
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: timestamp.nullable(),
  note: z.string().nullable(),
});

const reportedCrawl = z.strictObject({
  id: z.string(),
  at: timestamp,
  cause: z.string(),
  state: z.enum(['queued', 'running', 'done', 'incomplete', 'failed', 'cancelled']),
  pages: count,
  scripts: count,
  error: z.string().nullable(),
});

const cadence = z.strictObject({
  schedule: z
    .strictObject({ cron: z.string(), timeZone: z.string(), isEnabled: z.boolean(), since: timestamp })
    .nullable()
    .describe('As it is now, and since when'),
  planned: count.nullable().describe('Times at which that schedule came due in the period; null without one'),
  done: count,
  incomplete: count,
  failed: count,
  cancelled: count,
  missed: count.describe('Scheduled crawls that were told not to have taken place'),
  longestGapHours: z
    .number()
    .nonnegative()
    .describe(
      'Longest time in the period, since the site is under watch, without a crawl that reached the site',
    ),
  isWeekly: z.boolean().describe('Whether that gap is at most seven days'),
  gaps: z
    .array(z.strictObject({ from: timestamp, to: timestamp, hours: z.number() }))
    .describe('Longer than seven days'),
  crawls: z.array(reportedCrawl).describe('Latest first, at most 500'),
  folded: z.string().nullable().describe('Which part of the period fell out of retention, in words'),
});

const coverage = z.strictObject({
  gaps: z
    .array(shortfall.extend({ crawls: count.describe('In how many crawls') }))
    .describe('What crawls missed, by code and message; blocking ones first'),
  unanalysed: z.array(z.string()).describe('Ids of scripts without a verdict'),
  partial: z.array(z.string()).describe('Ids of scripts analysed in part only'),
  pagesNotVisited: count.describe('Known links beyond the page limit, in the crawl that left out the most'),
  limits: z.array(z.string()).describe('What this way of watching cannot see, in words'),
});

const visitorReports = z.strictObject({
  kept: count,
  noise: count.describe('Extensions, translators, local addresses and the like'),
  dropped: count.describe('Malformed, too large, or beyond a limit'),
  hosts: z.array(z.strictObject({ host: z.string(), state: z.string(), confirmedAt: timestamp })),
});

export const requirementStates = ['supported', 'attention', 'no-evidence'] as const;

const requirement = z.strictObject({
  standard: z.string(),
  number: z.string(),
  title: z.string().describe('Which part of it, in a word or two'),
  asks: z.string().describe('What the requirement asks for'),
  state: z
    .enum(requirementStates)
    .describe(
      'supported: the evidence is here and shows no gap; attention: it shows gaps; no-evidence: there is none',
    ),
  says: z.array(z.string()).describe('What the evidence shows'),
  gaps: z.array(z.string()),
  sections: z.array(
    z.enum(['summary', 'scripts', 'findings', 'pages', 'changes', 'alerts', 'cadence', 'coverage']),
  ),
});

const bySeverity = z.strictObject({ critical: count, high: count, medium: count, low: count, info: count });

/** A site over a period, for people who were not there: the `report --site` of the command line and of the API. */
export const siteReport = z.strictObject({
  schemaVersion: z.literal(1),
  site: z.strictObject({
    id: z.string(),
    name: z.string(),
    owner: z.string().nullable(),
    startUrls: z.array(z.string()),
    hosts: z.array(z.string()),
  }),
  period: z.strictObject({ from: timestamp, to: timestamp.describe('Exclusive') }),
  generatedAt: timestamp,
  tool: z.strictObject({ version: z.string(), detectors: z.array(z.string()) }),
  complete: z
    .boolean()
    .describe('False when a crawl missed something blocking, or a script has no full analysis'),
  summary: z.strictObject({
    pages: count,
    paymentPages: count,
    scripts: z.strictObject({
      total: count,
      malicious: count,
      suspicious: count,
      unanalysed: count,
      benign: count,
      onPaymentPages: count,
      new: count.describe('First seen in the period, after the first crawl of the site'),
    }),
    approvals: z.strictObject({ approved: count, rejected: count, expired: count, undecided: count }),
    findings: count.describe('Malicious and suspicious scripts, false positives left out, and canary leaks'),
    changes: bySeverity,
  }),
  requirements: z.array(requirement),
  findings: z.strictObject({
    scripts: z.array(z.string()).describe('Ids, worst first'),
    leaks: z.array(reportedLeak),
  }),
  scripts: z.array(reportedScript).describe('Worst first'),
  pages: z.array(reportedPage).describe('Payment pages first'),
  changes: z.strictObject({
    items: z.array(reportedChange).describe('Worst first, at most 2000'),
    left: count.describe('How many more there were'),
  }),
  alerts: z.array(reportedAlert).describe('Latest first, at most 500'),
  cadence,
  coverage,
  visitors: visitorReports.nullable().describe('Null when the site has no report key'),
});

export type SiteReport = z.infer<typeof siteReport>;
export type ReportedScript = z.infer<typeof reportedScript>;
export type ReportedPage = z.infer<typeof reportedPage>;
export type ReportedChange = z.infer<typeof reportedChange>;
export type ReportedAlert = z.infer<typeof reportedAlert>;
export type ReportedDecision = z.infer<typeof decision>;
export type Cadence = z.infer<typeof cadence>;
export type Coverage = z.infer<typeof coverage>;
export type Requirement = z.infer<typeof requirement>;
