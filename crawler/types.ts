import type { Capture, SiteFile } from '../core/schema/index.ts';

export interface CrawlRequest {
  /** Already checked, secrets filled in. */
  site: SiteFile;
  /** Folder for capture.json and bodies/; made when missing, must be empty or hold an earlier capture. */
  outDir: string;
  /** Non-public networks this crawl may reach beyond `site.allowNetworks`, as CIDR. */
  allowNetworks?: readonly string[];
  /** Whether the site's proxy, too, must be public or in an allowed network: not the operator chose it. */
  guardsProxy?: boolean;
  /** Folder against which relative paths of the site file resolve. */
  baseDir: string;
}

/** What a crawl tells while it works; for progress lines, never for decisions. */
export type CrawlProgress =
  | { event: 'browser-started'; browser: string; sandbox: 'full' | 'none' }
  | { event: 'page-started'; url: string; number: number; known: number }
  | { event: 'page-done'; url: string; outcome: 'ok' | 'failed'; scripts: number; durationMs: number }
  | { event: 'warning'; message: string };

export interface CrawlHooks {
  onProgress?: (progress: CrawlProgress) => void;
  /** Stops the crawl: the browser is closed and what was captured is written with state `cancelled`. */
  signal?: AbortSignal;
}

/** `crawl` in crawler/index.ts: rejects only with ScriptwardenError (no browser, unwritable folder). */
export type Crawl = (request: CrawlRequest, hooks?: CrawlHooks) => Promise<Capture>;
