import { dirname, resolve } from 'node:path';
import { siteFile, type Capture, type SiteFile } from '../../core/schema/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { Io } from './io.ts';
import type { CrawlOptions } from './options.ts';
import { crawlProgress, type Progress } from './progress.ts';
import { checkStartUrl, networksOfTypedUrls } from './start-urls.ts';

/** What a crawl visits, checked, and what typing its start URLs permits. */
export interface CrawlPlan {
  readonly site: SiteFile;
  readonly baseDir: string;
  readonly allowNetworks: readonly string[];
}

/**
 * Puts together what was typed and what the site file says; what was typed counts more.
 * @throws ScriptwardenError for a bad URL, a bad site file, or neither given
 */
export async function planCrawl(urls: readonly string[], options: CrawlOptions, io: Io): Promise<CrawlPlan> {
  const typed = urls.map(checkStartUrl);
  const { site, baseDir } = await loadSite(typed, options, io);
  const { pages, timeout, pageTimeout } = options;
  return {
    site: {
      ...site,
      ...(typed.length > 0 && { startUrls: typed }),
      budgets: {
        ...site.budgets,
        ...(pages !== undefined && { pages }),
        ...(timeout !== undefined && { seconds: timeout }),
        ...(pageTimeout !== undefined && { pageSeconds: pageTimeout }),
      },
    },
    baseDir,
    allowNetworks: networksOfTypedUrls(typed),
  };
}

async function loadSite(
  typed: readonly string[],
  options: CrawlOptions,
  io: Io,
): Promise<{ site: SiteFile; baseDir: string }> {
  if (options.site !== undefined) {
    const file = resolve(io.cwd, options.site);
    const { loadSiteFile } = await import('../../crawler/index.ts');
    return { site: await loadSiteFile(file, io.env), baseDir: dirname(file) };
  }
  if (typed.length === 0) {
    throw new ScriptwardenError('SW_USAGE', {
      message: 'No start URL was given.',
      fix: 'Give one or more URLs, or a site file with --site.',
    });
  }
  return { site: siteFile.parse({ startUrls: typed }), baseDir: io.cwd };
}

/** Crawls with progress on standard error; Ctrl-C ends it early with what was captured. */
export async function runCrawl(
  plan: CrawlPlan,
  outDir: string,
  progress: Progress,
  io: Io,
): Promise<Capture> {
  const { crawl } = await import('../../crawler/index.ts');
  const capture = await crawl(
    { ...plan, outDir },
    { onProgress: crawlProgress(progress), signal: io.signal },
  );
  progress.clear();
  return capture;
}
