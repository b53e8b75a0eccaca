import { lstat, mkdir } from 'node:fs/promises';
import { availableParallelism, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../../core/encoding/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
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
  const [{ crawl }, { createAnalyzers }, { lazySecretBox }, { loadConfig }] = await Promise.all([
    import('../../crawler/index.ts'),
    import('../../server/pipeline/index.ts'),
    import('../../server/access/secrets/index.ts'),
    import('../../server/config/index.ts'),
  ]);
  const workDir = await workFolder(address);
  // Read when needed: a setting that is wrong must not stop what does not need it.
  const config = () => loadConfig(io).config;
  const secrets = lazySecretBox(() => ({ address, secretKey: config().secretKey }));
  const allowNetworks = () => config().allowNetworks;
  const analyzers = createAnalyzers(store, {
    modelDir: join(workDir, 'models'),
    workers: options.workers ?? Math.min(4, availableParallelism()),
    ...(options.model !== undefined && { modelPath: options.model }),
  });
  return {
    context: { store, analyzers, crawl, workDir, secrets, allowNetworks, env: io.env, now: Date.now },
    [Symbol.asyncDispose]: () => analyzers.close(),
  };
}

/**
 * Where captures lie until they are stored: in the data folder, or with PostgreSQL in a temporary folder of this user and
 * this database. Nobody else may write there: what a killed crawl left in it is taken up again.
 * @throws ScriptwardenError SW_OUTPUT_UNWRITABLE when somebody else made it
 */
export async function workFolder(address: StoreAddress): Promise<string> {
  if ('dataDir' in address) return join(address.dataDir, 'work');
  const { username, host, pathname } = new URL(address.databaseUrl);
  const { uid } = userInfo();
  const name = `scriptwarden-${uid}-${sha256(`${username}@${host}${pathname}`).slice(0, 16)}`;
  const dir = join(tmpdir(), name);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const stats = await lstat(dir);
  const isOurs = uid < 0 || (stats.uid === uid && (stats.mode & 0o077) === 0);
  if (stats.isDirectory() && isOurs) return dir;
  throw new ScriptwardenError('SW_OUTPUT_UNWRITABLE', {
    message: `The working folder "${dir}" belongs to somebody else or is open to others.`,
    fix: 'Remove it, or set TMPDIR to a folder of your own.',
  });
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
