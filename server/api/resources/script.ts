import { z } from 'zod';
import { behaviour, evidence } from '../../../core/schema/analysis.ts';
import { categories, verdicts } from '../../../core/schema/index.ts';
import type { ScriptSummary, ScriptVersion } from '../../store/index.ts';
import { id, time, timeOf } from './common.ts';

const score = z.int().min(1).max(99).nullable();
const scores = z
  .object({ integrity: score, magecart: score, cryptomining: score, malware: score })
  .describe('1 certainly malicious, 99 certainly not, below 10 malicious; null when unanalysed');

export const scriptStatuses = ['active', 'infrequent', 'inactive'] as const;

export const scriptSchema = z
  .object({
    id,
    site: id,
    label: z.string().describe('What it is called: its address, or the place of an inline script'),
    slot: z.string().describe('How it gets onto the page'),
    url: z.string().nullable(),
    host: z.string().nullable(),
    status: z.enum(scriptStatuses),
    verdict: z.enum(verdicts).nullable().describe('Of the worst version present'),
    category: z.enum(categories).nullable(),
    scores,
    sha256: z.string().nullable().describe('The version that the verdict speaks of'),
    bytes: z.int().nullable(),
    structureHash: z.string().nullable(),
    versions: z.int(),
    pages: z.int(),
    crawls: z.int().describe('Crawls that saw it'),
    firstSeenAt: time,
    firstCrawl: id,
    lastSeenAt: time,
    lastCrawl: id,
  })
  .meta({ id: 'Script' });

export function scriptResource(script: ScriptSummary): z.infer<typeof scriptSchema> {
  const { firstCrawlId, lastCrawlId, siteId, ...rest } = script;
  return {
    ...rest,
    id: String(script.id),
    site: String(siteId),
    firstSeenAt: timeOf(script.firstSeenAt),
    lastSeenAt: timeOf(script.lastSeenAt),
    firstCrawl: String(firstCrawlId),
    lastCrawl: String(lastCrawlId),
  };
}

export const versionSchema = z
  .object({
    sha256: z.string(),
    bytes: z.int(),
    structureHash: z.string().nullable(),
    shapeHash: z.string().nullable(),
    verdict: z.enum(verdicts).nullable(),
    category: z.enum(categories).nullable(),
    scores,
    isPresent: z.boolean().describe('Whether some page, as last reached, shows it'),
    crawls: z.int(),
    firstSeenAt: time,
    firstCrawl: id,
    lastSeenAt: time,
    lastCrawl: id,
  })
  .meta({ id: 'ScriptVersion' });

export function versionResource(version: ScriptVersion): z.infer<typeof versionSchema> {
  return {
    sha256: version.sha256,
    bytes: version.bytes,
    structureHash: version.structureHash,
    shapeHash: version.shapeHash,
    verdict: version.verdict,
    category: version.category,
    scores: version.scores,
    isPresent: version.isPresent,
    crawls: version.crawls,
    firstSeenAt: timeOf(version.firstSeenAt),
    lastSeenAt: timeOf(version.lastSeenAt),
    firstCrawl: String(version.firstCrawlId),
    lastCrawl: String(version.lastCrawlId),
  };
}

export const storedAnalysisSchema = z
  .object({
    sha256: z.string(),
    verdict: z.enum(verdicts),
    reason: z.string().nullable(),
    category: z.enum(categories).nullable(),
    scores,
    evidence: z.array(evidence),
    behaviour,
    model: z.string().describe('The version of the detector'),
  })
  .meta({ id: 'StoredAnalysis' });
