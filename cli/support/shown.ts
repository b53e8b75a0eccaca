import type { Crawl, ScriptSummary, Site } from '../../server/store/index.ts';
import { timeOf } from './lists.ts';

/** A crawl as commands print it. */
export function crawlShown(crawl: Crawl) {
  const { id, siteId, number, state, cause, pages, scripts, newScripts, newVersions, error } = crawl;
  return {
    id: String(id),
    site: String(siteId),
    number,
    state,
    cause,
    queuedAt: timeOf(crawl.queuedAt),
    startedAt: timeOf(crawl.startedAt),
    finishedAt: timeOf(crawl.finishedAt),
    pages,
    scripts,
    newScripts,
    newVersions,
    complete: crawl.receipt?.complete ?? null,
    error,
  };
}

export type CrawlShown = ReturnType<typeof crawlShown>;

/** A site as commands print it: never its credentials. */
export function siteShown(site: Site, lastCrawl: Crawl | null) {
  return {
    id: String(site.id),
    name: site.name,
    startUrls: site.definition.startUrls,
    owner: site.owner,
    retentionDays: site.retentionDays,
    createdAt: timeOf(site.createdAt),
    lastCrawl: lastCrawl && crawlShown(lastCrawl),
  };
}

export type SiteShown = ReturnType<typeof siteShown>;

/** A script as commands print it. */
export function scriptShown(script: ScriptSummary) {
  const { id, siteId, firstCrawlId, lastCrawlId, firstSeenAt, lastSeenAt, ...rest } = script;
  return {
    id: String(id),
    site: String(siteId),
    ...rest,
    firstCrawl: String(firstCrawlId),
    firstSeenAt: timeOf(firstSeenAt),
    lastCrawl: String(lastCrawlId),
    lastSeenAt: timeOf(lastSeenAt),
  };
}

export type ScriptShown = ReturnType<typeof scriptShown>;
