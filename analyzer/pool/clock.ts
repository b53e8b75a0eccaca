import type { Worker } from 'node:worker_threads';

/** However little processor time a Worker was given, no task lasts longer than so many times its limit. */
const patience = 3;
/** A Worker that, asked twice, does not say how much it used is stuck in a native call. */
const answerMs = 500;
/** What it had used before is asked for when a task has lasted so long: most never do. */
const lookMs = 400;
const shortestMs = 20;

/**
 * Ends a task that uses too much of its Worker's processor time. On a busy machine the clock on the wall would cut scripts
 * that are served slowly, and not always the same ones.
 *
 * @param limitMs of processor time; of the clock on the wall a multiple.
 * @returns stops the clock
 */
export function startClock(worker: Worker, limitMs: number, onEnd: () => void): () => void {
  const startedAt = performance.now();
  const first = Math.min(lookMs, limitMs / 2);
  let base: number | null = null;
  let silences = 0;
  let isStopped = false;
  let timer = setTimeout(() => void look(), first);

  async function look(): Promise<void> {
    const now = await processorMs(worker);
    if (isStopped) return;
    const wall = performance.now() - startedAt;
    // Up to the first answer all time counts as used.
    if (now !== null) base ??= now - wall;
    const used = now === null || base === null ? 0 : now - base;
    silences = now === null ? silences + 1 : 0;
    const isStuck = silences >= 2 && wall > limitMs;
    if (used >= limitMs || isStuck || wall >= limitMs * patience) {
      isStopped = true;
      onEnd();
    } else {
      const left = Math.min(limitMs - used, limitMs * patience - wall);
      timer = setTimeout(
        () => void look(),
        Math.max(shortestMs, now === null ? Math.min(left, lookMs) : left),
      );
    }
  }

  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

/** Processor time of a Worker so far in milliseconds; null when it cannot be told. */
async function processorMs(worker: Worker): Promise<number | null> {
  let timer: NodeJS.Timeout | undefined;
  const none = new Promise<null>((resolve) => (timer = setTimeout(resolve, answerMs, null)));
  try {
    const usage = await Promise.race([worker.cpuUsage(), none]);
    return usage && (usage.user + usage.system) / 1000;
  } catch {
    // It ended meanwhile; whoever started the clock hears of that elsewhere.
    return null;
  } finally {
    clearTimeout(timer);
  }
}
