import type { RawReport } from './report.ts';

/** What a body held. Reports of other kinds than ours are counted, not kept. */
export interface ParsedReports {
  reports: RawReport[];
  /** Entries that are no report, or a body that is none. */
  malformed: number;
  /** Reports of deprecations, crashes and the like, which browsers send to the same address. */
  otherKinds: number;
  /** Beyond the entries looked at. */
  beyond: number;
}

/** Entries of one body that are looked at: browsers batch a few. */
export const maxEntries = 100;

const longestUrl = 2048;
const longestSample = 100;

/**
 * Reads what a browser posted: `application/csp-report` (CSP Level 2: one object) or `application/reports+json`
 * (Reporting API: a list; some browsers send its entries singly). The shape decides, since content types vary. Anything
 * else counts as malformed; nothing throws. Pure.
 */
export function parseReports(text: string): ParsedReports {
  const parsed: ParsedReports = { reports: [], malformed: 0, otherKinds: 0, beyond: 0 };
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    parsed.malformed = 1;
    return parsed;
  }
  const entries = Array.isArray(body) ? (body as unknown[]) : [body];
  parsed.beyond = Math.max(0, entries.length - maxEntries);
  for (const entry of entries.slice(0, maxEntries)) {
    const report = readEntry(entry);
    if (report === 'malformed') parsed.malformed++;
    else if (report === 'other') parsed.otherKinds++;
    else parsed.reports.push(report);
  }
  return parsed;
}

type Fields = Record<string, unknown>;

function readEntry(entry: unknown): RawReport | 'malformed' | 'other' {
  if (!isObject(entry)) return 'malformed';
  const csp = entry['csp-report'];
  if (isObject(csp)) return readCspReport(csp);
  const { type, body } = entry;
  if (typeof type !== 'string' || !isObject(body)) return 'malformed';
  if (type === 'csp-violation') return readViolation(body, entry);
  if (type === 'integrity-violation') return readIntegrity(body, entry);
  return 'other';
}

/** CSP Level 2, section 4.4, with the fields that Level 3 added. */
function readCspReport(fields: Fields): RawReport | 'malformed' {
  const directive = textOf(fields['effective-directive']) ?? textOf(fields['violated-directive']);
  const page = textOf(fields['document-uri']);
  if (directive === null || page === null) return 'malformed';
  return {
    directive,
    blocked: textOf(fields['blocked-uri']) ?? '',
    page,
    source: textOf(fields['source-file']),
    line: numberOf(fields['line-number']),
    column: numberOf(fields['column-number']),
    sample: textOf(fields['script-sample'], longestSample),
    disposition: dispositionOf(fields.disposition),
  };
}

/** CSP Level 3, section 5.3, inside a report of the Reporting API. */
function readViolation(body: Fields, entry: Fields): RawReport | 'malformed' {
  const directive = textOf(body.effectiveDirective) ?? textOf(body.violatedDirective);
  const page = textOf(body.documentURL) ?? textOf(entry.url);
  if (directive === null || page === null) return 'malformed';
  return {
    directive,
    blocked: textOf(body.blockedURL) ?? '',
    page,
    source: textOf(body.sourceFile),
    line: numberOf(body.lineNumber),
    column: numberOf(body.columnNumber),
    sample: textOf(body.sample, longestSample),
    disposition: dispositionOf(body.disposition),
  };
}

/** Integrity-Policy: a script without an integrity attribute where one is required. */
function readIntegrity(body: Fields, entry: Fields): RawReport | 'malformed' {
  const page = textOf(body.documentURL) ?? textOf(entry.url);
  const blocked = textOf(body.blockedURL);
  if (page === null || blocked === null) return 'malformed';
  return {
    directive: 'integrity-policy',
    blocked,
    page,
    source: null,
    line: null,
    column: null,
    sample: null,
    disposition: body.reportOnly === true ? 'report' : 'enforce',
  };
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown, most = longestUrl): string | null {
  if (typeof value !== 'string' || value === '') return null;
  return (value.length <= most ? value : value.slice(0, most)).toWellFormed().replaceAll('\0', '\ufffd');
}

function numberOf(value: unknown): number | null {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 1e9
    ? (value as number)
    : null;
}

function dispositionOf(value: unknown): RawReport['disposition'] {
  return value === 'enforce' || value === 'report' ? value : null;
}
