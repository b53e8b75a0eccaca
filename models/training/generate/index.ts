import { packed } from './conceal.ts';
import { designed } from './grammar/index.ts';
import { honest } from './honest.ts';
import { malware } from './malware.ts';
import { miner } from './miners.ts';
import { seededRandom, type Random } from './random.ts';
import { skimmer } from './skimmers.ts';
import { Thinner } from './thin.ts';

export { seededRandom, type Random } from './random.ts';

export type Label = 'benign' | 'magecart' | 'cryptomining' | 'malware';

const makers = { benign: honest, magecart: skimmer, cryptomining: miner, malware } as const;

/** After so many refusals in a row a near duplicate is let in: some designs are short, and the count is a promise. */
const patience = 6;

/**
 * Inert scripts that name no real host and are only ever parsed or emulated: variety for training, never for measuring.
 * Half come from the grammar of designs (`grammar/`), half from the older templates; near duplicates are thinned by
 * sketch. The same label, count and seed give the same texts.
 */
export function generateScripts(label: Label, count: number, seed: number): string[] {
  const thinner = new Thinner();
  return Array.from({ length: count }, (_, index) => {
    const random = seededRandom(seed * 100_003 + index * 7919 + label.length);
    let text = draw(label, index, random);
    for (let attempt = 0; attempt < patience && !thinner.admits(text); attempt++) text = draw(label, index, random);
    return text;
  });
}

function draw(label: Label, index: number, random: Random): string {
  if (index % 2 === 1) return designed(random, label).text;
  const text = makers[label](random);
  return label !== 'benign' && random.chance(0.12) ? packed(random, text) : text;
}
