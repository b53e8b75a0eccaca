import type { Analyzer } from '../../analyzer/analyzer.ts';
import type { Version } from '../../core/schema/index.ts';
import { detectLibrary } from '../drift/index.ts';
import {
  saveAnalyses,
  unanalysedVersions,
  type AnalysisToStore,
  type BodySource,
  type Store,
} from '../store/index.ts';
import { measureAnalyses } from './measures.ts';
import type { RunOptions } from './context.ts';

/** A version with the address and name it is shown by. */
export interface VersionToAnalyse extends Pick<Version, 'sha256' | 'media'> {
  url: string | null;
  path: string;
}

/** Analyses kept in one go: what a crash loses at most. */
const batchSize = 32;

/**
 * Analyses the versions that this detector has not judged yet and keeps what it says. A verdict is reused for an equal
 * body only: places of evidence belong to the body. Answers how many were analysed.
 */
export async function analyseVersions(
  store: Store,
  analyzer: Analyzer,
  versions: readonly VersionToAnalyse[],
  bodies: BodySource,
  options: Pick<RunOptions, 'signal' | 'onProgress'> = {},
): Promise<number> {
  const hashes = versions.map((version) => version.sha256);
  const open = new Set(await unanalysedVersions(store.db, hashes, analyzer.version));
  const wanted = versions.filter((version) => open.has(version.sha256));
  for (let start = 0; start < wanted.length; start += batchSize) {
    options.signal?.throwIfAborted();
    const results = await Promise.all(
      wanted
        .slice(start, start + batchSize)
        .map((version) => analyseVersion(analyzer, version, bodies, options.signal)),
    );
    await saveAnalyses(store, analyzer.version, results);
    await measureAnalyses(store, results);
    options.onProgress?.({
      event: 'analysed',
      done: Math.min(start + batchSize, wanted.length),
      total: wanted.length,
    });
  }
  return wanted.length;
}

export async function analyseVersion(
  analyzer: Analyzer,
  { sha256, media, url, path }: VersionToAnalyse,
  bodies: BodySource,
  signal?: AbortSignal,
): Promise<AnalysisToStore> {
  const bytes = await bodies(sha256);
  const result = await analyzer.analyze({ path, bytes, ...(media === 'js' && { media }) }, signal);
  const head = media === 'js' ? Buffer.from(bytes.subarray(0, headBytes)).toString('utf8') : '';
  return { ...result, library: media === 'js' ? detectLibrary(url, head) : null };
}

/** A banner stands at the top. */
const headBytes = 8192;
