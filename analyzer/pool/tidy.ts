import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** UTF-16 units worked on since the last collection. */
const enough = 1_500_000;
let worked = 0;
let collect: (() => void) | null = null;

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
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
