import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** UTF-16 units worked on since the last collection. */
const enough = 1_500_000;
let worked = 0;
let collect: ((options?: { type: 'major'; flavor: 'last-resort' }) => void) | null = null;
/** Bytes that a heap may keep for itself when a collection is over. */
const spare = 100 * 1_048_576;

/**
 * Tells that a text was worked on. After large ones garbage is collected at once: a Worker's heap otherwise grows towards its
 * limit and stays there, and an analyzer has six of them.
 */
export function tidyAfter(length: number): void {
  worked += length;
  if (worked < enough) return;
  worked = 0;
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as NonNullable<typeof collect>;
  }
  collect();
  const { total_heap_size: total, used_heap_size: used } = getHeapStatistics();
  // Empty pages go back to the system only by this; it takes a tenth of a second.
  if (total - used > spare) collect({ type: 'major', flavor: 'last-resort' });
}
