import { honest } from './honest.ts';
import { malware } from './malware.ts';
import { miner } from './miners.ts';
import { packed } from './conceal.ts';
import { seededRandom } from './random.ts';
import { skimmer } from './skimmers.ts';

export { seededRandom, type Random } from './random.ts';

export type Label = 'benign' | 'magecart' | 'cryptomining' | 'malware';

const makers = { benign: honest, magecart: skimmer, cryptomining: miner, malware } as const;

/**
 * Inert scripts that name no real host and are only ever parsed: variety for training, never for measuring. The same
 * label, count and seed give the same texts. About one malicious text in eight comes packed.
 */
export function generateScripts(label: Label, count: number, seed: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const random = seededRandom(seed * 100_003 + index * 7919 + label.length);
    const text = makers[label](random);
    return label !== 'benign' && random.chance(0.12) ? packed(random, text) : text;
  });
}
