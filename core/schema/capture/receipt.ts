import { z } from 'zod';
import { count } from '../common.ts';

/** One thing the crawl did not see, or gave up on. Equal ones are counted together. */
export const shortfall = z.strictObject({
  code: z.string().describe('Stable, e.g. page-unreachable, target-lost, time-budget'),
  message: z.string(),
  url: z.string().optional(),
  count: z.int().positive(),
  blocking: z.boolean().describe('Whether it alone makes the crawl incomplete'),
});

/** What the crawl saw and what it did not: a half-failed crawl must not look clean. */
export const receipt = z.strictObject({
  complete: z.boolean(),
  pages: z.strictObject({
    visited: count,
    failed: count,
    notVisited: count.describe('Known links beyond the page limit'),
  }),
  targets: z.strictObject({ attached: count, failed: count }),
  scripts: z.strictObject({ parsed: count, read: count, failed: count, distinct: count }),
  requests: z.strictObject({ total: count, failed: count, blocked: count }),
  steps: z.strictObject({ done: count, failed: count }).optional(),
  shortfalls: z.array(shortfall),
  sandbox: z.enum(['full', 'none']).describe('Whether the browser ran inside its own sandbox'),
});

export type Shortfall = z.infer<typeof shortfall>;
export type Receipt = z.infer<typeof receipt>;
