import type { Logger } from './log.ts';

/** One part of a running service, in the order in which parts were started. */
export interface Part {
  name: string;
  stop: () => Promise<unknown>;
}

/**
 * Stops parts in the order given, each after the one before; one that fails keeps no other from its end. A part that
 * takes longer than `withinMs` is left behind: what it holds is taken back by leases.
 */
export async function stopAll(parts: readonly Part[], log: Logger, withinMs: number): Promise<void> {
  for (const { name, stop } of parts) {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), withinMs);
    });
    try {
      const how = await Promise.race([stop(), limit]);
      if (how === 'late') log.warn({ part: name, withinMs }, 'did not stop in time');
    } catch (err) {
      log.error({ err, part: name }, 'could not be stopped');
    } finally {
      clearTimeout(timer);
    }
  }
}
