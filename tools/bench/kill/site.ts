import { siteFile } from '../../../core/schema/index.ts';
import { lazySecretBox } from '../../../server/access/secrets/index.ts';
import { runSiteNow } from '../../../server/jobs/index.ts';
import { createAnalyzers, type PipelineContext } from '../../../server/pipeline/index.ts';
import { addSite, findSite, listSites, type Site, type Store } from '../../../server/store/index.ts';
import { crawlOfDay } from './days.ts';

export interface KillSite extends AsyncDisposable {
  site: Site;
  context: PipelineContext;
  /** How many crawls are stored. */
  days: () => Promise<number>;
  /** The crawl of the next day, or the rest of one that was killed. */
  crawl: () => Promise<void>;
}

/** The made site in a store, crawled by the real pipeline with the real analyzer. */
export async function openKillSite(
  store: Store,
  options: { workDir: string; scripts: number; onStage?: (stage: string) => void },
): Promise<KillSite> {
  const analyzers = createAnalyzers(store, { workers: 1, modelDir: options.workDir });
  const name = 'shop';
  const definition = siteFile.parse({ name, startUrls: ['https://shop.example/'] });
  const known = (await listSites(store.db)).find((site) => site.name === name);
  const site = known ?? (await addSite(store.db, { name, definition }));
  const days = async (): Promise<number> => {
    await findSite(store.db, site.id);
    const row = await store.db
      .selectFrom('sites')
      .select('stored_crawls')
      .where('id', '=', site.id)
      .executeTakeFirst();
    return row?.stored_crawls ?? 0;
  };
  const context: PipelineContext = {
    store,
    analyzers,
    crawl: crawlOfDay(async () => (await days()) + 1, options.scripts),
    workDir: options.workDir,
    secrets: lazySecretBox(() => ({ address: { dataDir: options.workDir } })),
    allowNetworks: () => [],
    env: {},
    now: Date.now,
  };
  // Loaded before the clock of the killer starts.
  await (await analyzers.acquire()).release();
  return {
    site,
    context,
    days,
    crawl: async () => {
      await runSiteNow(context, site, {
        onProgress: (progress) => {
          if (progress.event === 'stage') options.onStage?.(progress.stage);
        },
      });
    },
    [Symbol.asyncDispose]: () => analyzers.close(),
  };
}
