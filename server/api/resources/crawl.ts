import { z } from 'zod';
import { receipt } from '../../../core/schema/capture/receipt.ts';
import { crawlStates, type Crawl } from '../../store/index.ts';
import { id, time, timeOf, timeOrNull } from './common.ts';

export const crawlSchema = z
  .object({
    id,
    site: id,
    number: z.int().nullable().describe('Position among the stored crawls of its site; null until stored'),
    state: z.enum(crawlStates),
    cause: z.string().describe('What asked for it: api, manual, schedule …'),
    queuedAt: time,
    startedAt: time.nullable(),
    finishedAt: time.nullable(),
    pages: z.int(),
    scripts: z.int(),
    newScripts: z.int(),
    newVersions: z.int(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    receipt: receipt.nullable().describe('What was reached, and what was not; null until stored'),
  })
  .meta({ id: 'Crawl' });

export function crawlResource(crawl: Crawl): z.infer<typeof crawlSchema> {
  return {
    id: String(crawl.id),
    site: String(crawl.siteId),
    number: crawl.number,
    state: crawl.state,
    cause: crawl.cause,
    queuedAt: timeOf(crawl.queuedAt),
    startedAt: timeOrNull(crawl.startedAt),
    finishedAt: timeOrNull(crawl.finishedAt),
    pages: crawl.pages,
    scripts: crawl.scripts,
    newScripts: crawl.newScripts,
    newVersions: crawl.newVersions,
    error: crawl.error,
    receipt: crawl.receipt,
  };
}
