import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import type { PipelineContext, PipelineProgress } from '../../server/pipeline/index.ts';
import type { Store, StoreAddress } from '../../server/store/index.ts';
import type { Io } from './io.ts';
import { crawlProgress, type Progress } from './progress.ts';

export interface PipelineCommandOptions {
  model?: string;
  workers?: number;
}

/** The real crawler and analyzer over a store; closed by the caller. */
export async function openPipeline(
  store: Store,
  address: StoreAddress,
  options: PipelineCommandOptions,
  io: Io,
): Promise<{ context: PipelineContext } & AsyncDisposable> {
  const [{ crawl }, { createAnalyzers }] = await Promise.all([
    import('../../crawler/index.ts'),
    import('../../server/pipeline/index.ts'),
  ]);
  const workDir = 'dataDir' in address ? join(address.dataDir, 'work') : join(tmpdir(), 'scriptwarden-work');
  const analyzers = createAnalyzers(store, {
    modelDir: join(workDir, 'models'),
    workers: options.workers ?? Math.min(4, availableParallelism()),
    ...(options.model !== undefined && { modelPath: options.model }),
  });
  return {
    context: { store, analyzers, crawl, workDir, env: io.env, now: Date.now },
    [Symbol.asyncDispose]: () => analyzers.close(),
  };
}

/** Turns what the pipeline tells into progress lines. */
export function pipelineProgress(progress: Progress): (event: PipelineProgress) => void {
  const ofCrawl = crawlProgress(progress);
  return (event) => {
    switch (event.event) {
      case 'stage':
        progress.current(
          `${{ crawl: 'crawling', analyse: 'analysing', store: 'storing', compare: 'comparing' }[event.stage]} …`,
        );
        break;
      case 'analysed':
        progress.current(`analysed ${event.done}/${event.total} scripts …`);
        break;
      default:
        ofCrawl(event);
    }
  };
}
