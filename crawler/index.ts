export { readCapture, type SavedCapture } from './capture/index.ts';
export { crawl } from './crawl.ts';
export { loadSiteFile, parseSite } from './site/site-file.ts';
export type { Crawl, CrawlHooks, CrawlProgress, CrawlRequest } from './types.ts';
