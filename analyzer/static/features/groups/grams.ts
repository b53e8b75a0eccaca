import { kindNames } from '../../tree/index.ts';
import type { FeatureGroup } from '../feature-group.ts';
import { rates } from '../scale.ts';

const buckets = 128;

/** Node types in threes: each node with the two before it in source order, and each with parent and grandparent. */
export const grams = {
  name: 'grams',
  version: 1,
  features: [
    ...Array.from({ length: buckets }, (_, index) => `sequence-${index}`),
    ...Array.from({ length: buckets }, (_, index) => `ancestry-${index}`),
  ],
  extract({ tree }) {
    const sequence = new Uint32Array(buckets);
    const ancestry = new Uint32Array(buckets);
    if (!tree) return [...rates(sequence, 0), ...rates(ancestry, 0)];
    const { count, kinds, parents } = tree;
    const none = kindNames.length;
    let before = none;
    let beforeThat = none;
    for (let index = 0; index < count; index++) {
      const kind = kinds[index]!;
      sequence[bucket(kind, before, beforeThat)]!++;
      beforeThat = before;
      before = kind;
      const parent = parents[index]!;
      const above = parent < 0 ? -1 : parents[parent]!;
      ancestry[bucket(kind, parent < 0 ? none : kinds[parent]!, above < 0 ? none : kinds[above]!)]!++;
    }
    return [...rates(sequence, count), ...rates(ancestry, count)];
  },
} satisfies FeatureGroup;

/** Multiplicative hashing (Knuth, TAOCP 6.4): the high bits of a product spread well. */
function bucket(one: number, two: number, three: number): number {
  return (Math.imul((one << 14) | (two << 7) | three, 0x9e3779b1) >>> 25) % buckets;
}
