import { z } from 'zod';
import type { Analysis } from '../../core/schema/index.ts';
import { analysisSchema } from '../api/resources/analysis.ts';
import { time, timeOf, timeOrNull } from '../api/resources/common.ts';
import { findMatches, matchesOf, questionOf, withMatches } from '../feeds/index.ts';
import {
  scanCounts,
  scanResults,
  scanSources,
  scanStates,
  type Db,
  type Scan,
  type ScanFile,
} from '../store/index.ts';

export const scanId = z.string().min(1).max(100).describe('Random; tells nothing of other scans');

const scanShape = {
  id: scanId,
  state: z.enum(scanStates),
  source: z.enum(scanSources),
  name: z
    .string()
    .describe('A label: control and invisible characters written as escapes, 300 characters at most'),
  url: z.string().nullable().describe('The address it was fetched from'),
  owner: z.string().describe('Id of the user whose scan it is'),
  createdAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  expiresAt: time.describe('When it is deleted'),
  error: z.object({ code: z.string(), message: z.string() }).nullable().describe('Why it failed'),
};

export const scanSchema = z
  .object({
    ...scanShape,
    results: z
      .array(analysisSchema)
      .describe('One for each file, in order; while it runs, those that are there'),
    complete: z.boolean().describe('Whether it is done and every file was analysed whole'),
  })
  .meta({ id: 'Scan' });

const count = z.int().nonnegative();

export const scanSummarySchema = z
  .object({
    ...scanShape,
    files: count,
    waiting: count.describe('Files not looked at yet'),
    malicious: count,
    suspicious: count,
    benign: count,
    unanalysed: count,
  })
  .meta({ id: 'ScanSummary' });

/** What every answer says of a scan. */
export function scanHead(scan: Scan) {
  return {
    id: scan.key,
    state: scan.state,
    source: scan.source,
    name: scan.name,
    url: scan.url,
    owner: String(scan.ownerId),
    createdAt: timeOf(scan.createdAt),
    startedAt: timeOrNull(scan.startedAt),
    finishedAt: timeOrNull(scan.finishedAt),
    expiresAt: timeOf(scan.expiresAt),
    error: scan.error,
  };
}

/** Scans with how their files were judged. */
export async function scanSummaries(
  db: Db,
  scans: readonly Scan[],
): Promise<z.infer<typeof scanSummarySchema>[]> {
  const counts = await scanCounts(
    db,
    scans.map((scan) => scan.id),
  );
  return scans.map((scan) => ({ ...scanHead(scan), ...counts.get(scan.id)! }));
}

/** One page of the results of a scan, with what threat feeds say now. */
export async function resultsPage(
  db: Db,
  scan: Scan,
  options: { after?: [number, number]; limit: number },
): Promise<{ items: Analysis[]; next: [number, number] | null }> {
  const rows = await scanResults(db, scan.id, { ...options, limit: options.limit + 1 });
  const page = rows.slice(0, options.limit);
  const questions = page.map((row) => questionOf(row.analysis, scan.url));
  const found = await findMatches(db, {
    hashes: questions.flatMap((one) => one.hashes),
    hosts: questions.flatMap((one) => one.hosts),
    urls: questions.flatMap((one) => one.urls),
  });
  const items = page.map((row, index) => withMatches(relabelled(row), matchesOf(found, questions[index]!)));
  const last = page.at(-1);
  return { items, next: rows.length > page.length && last ? [last.position, last.entry] : null };
}

/** A result of an equal body under the name it has in this scan. */
function relabelled({ path, analysis }: Pick<ScanFile, 'path'> & { analysis: Analysis }): Analysis {
  if (analysis.path === path) return analysis;
  const rename = (name: string): string =>
    name.startsWith(analysis.path) ? path + name.slice(analysis.path.length) : name;
  return {
    ...analysis,
    path,
    ...(analysis.scripts && { scripts: analysis.scripts.map((one) => ({ ...one, path: rename(one.path) })) }),
  };
}

/** Whether an analysis says all there is to say. */
export function isWhole({ verdict, reason, partial }: Analysis): boolean {
  return verdict !== 'unanalysed' && reason === undefined && !partial;
}

const pageSize = 50;

/** All results of a scan, a page at a time. */
export async function* allResults(db: Db, scan: Scan): AsyncGenerator<Analysis> {
  for (let after: [number, number] | null = [-1, 0]; after !== null;) {
    const page: Awaited<ReturnType<typeof resultsPage>> = await resultsPage(db, scan, {
      after,
      limit: pageSize,
    });
    yield* page.items;
    after = page.next;
  }
}

/** A scan as one answer. */
export async function scanResource(db: Db, scan: Scan): Promise<z.infer<typeof scanSchema>> {
  const results = await Array.fromAsync(allResults(db, scan));
  return { ...scanHead(scan), results, complete: scan.state === 'done' && results.every(isWhole) };
}

/** The same as text, piece by piece: a scan of a large archive may have thousands of results. */
export async function* scanText(db: Db, scan: Scan): AsyncGenerator<string> {
  yield `${JSON.stringify(scanHead(scan)).slice(0, -1)},"results":[`;
  let complete = scan.state === 'done';
  let separator = '';
  for await (const one of allResults(db, scan)) {
    complete &&= isWhole(one);
    yield separator + JSON.stringify(one);
    separator = ',';
  }
  yield `],"complete":${complete}}`;
}
