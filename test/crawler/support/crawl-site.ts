import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { siteFile, type Capture, type Sighting } from '../../../core/schema/index.ts';
import { crawl, type CrawlHooks } from '../../../crawler/index.ts';

export interface CrawledSite {
  dir: string;
  capture: Capture;
  /** Source of a sighting's version. */
  text: (sighting: Sighting) => Promise<string>;
  remove: () => Promise<void>;
}

/** Crawls with a real browser into a temporary folder; loopback is allowed unless said otherwise. */
export async function crawlSite(
  site: Record<string, unknown>,
  options: CrawlHooks & { allowNetworks?: string[] } = {},
): Promise<CrawledSite> {
  const dir = await mkdtemp(join(tmpdir(), 'scriptwarden-test-'));
  const { allowNetworks = ['127.0.0.0/8'], ...hooks } = options;
  const request = { site: siteFile.parse(site), outDir: dir, baseDir: dir, allowNetworks };
  const capture = await crawl(request, hooks);
  return {
    dir,
    capture,
    text: (sighting) => {
      const version = capture.versions.find(({ sha256 }) => sha256 === sighting.sha256)!;
      return readFile(join(dir, version.file), 'utf8');
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}
