import { mkdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { readCapture, type SavedCapture } from '../../crawler/index.ts';
import { findSite, hasCode, type Crawl } from '../store/index.ts';
import type { PipelineContext, RunOptions } from './context.ts';
import { siteToCrawl } from './site-definition.ts';

/**
 * The capture of a crawl: the one that lies whole in the working folder because an earlier process got that far, or a new
 * one. Null when it was broken off. A folder that was damaged or edited is never taken: the crawl starts again.
 * @throws ScriptwardenError SW_CRAWL_UNREACHABLE when nothing was reached and another attempt is to follow.
 */
export async function takeCapture(
  context: PipelineContext,
  crawl: Crawl,
  workDir: string,
  options: RunOptions,
): Promise<SavedCapture | null> {
  const stored = await findSite(context.store.db, crawl.siteId);
  const { name } = stored;
  const left = await readWhole(workDir);
  if (left && left.capture.state !== 'cancelled' && left.capture.site.name === name) return left;
  options.onProgress?.({ event: 'stage', stage: 'crawl' });
  const site = siteToCrawl(stored, context);
  await rm(workDir, { recursive: true, force: true });
  await mkdir(context.workDir, { recursive: true, mode: 0o700 });
  const capture = await context.crawl(
    {
      site: { ...site, name },
      outDir: workDir,
      baseDir: context.workDir,
      guardsProxy: stored.origin !== 'file',
    },
    {
      ...(options.signal && { signal: options.signal }),
      ...(options.onProgress && { onProgress: options.onProgress }),
    },
  );
  if (capture.state === 'cancelled' || options.signal?.aborted) return null;
  if (capture.state === 'failed' && options.isLastAttempt === false) {
    await rm(workDir, { recursive: true, force: true });
    throw new ScriptwardenError('SW_CRAWL_UNREACHABLE', {
      message: `Nothing of ${name} was reached: ${capture.receipt.shortfalls[0]?.message ?? 'no page answered'}.`,
      fix: 'It is tried again; check the start URLs and that they may be reached from here.',
    });
  }
  return readCapture(workDir);
}

async function readWhole(workDir: string): Promise<SavedCapture | null> {
  if (!existsSync(join(workDir, 'capture.json'))) return null;
  try {
    return await readCapture(workDir);
  } catch (error) {
    if (hasCode(error, 'SW_CAPTURE_INVALID')) return null;
    throw error;
  }
}
