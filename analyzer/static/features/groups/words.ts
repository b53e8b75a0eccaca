import { signals, wordBuckets } from '../../vocabulary/index.ts';
import type { FeatureGroup } from '../feature-group.ts';
import { logScale, rates, ratio } from '../scale.ts';

/** What the words of names and strings are about: families of words, and all words hashed. */
export const words = {
  name: 'words',
  version: 1,
  features: [
    ...signals.map((signal) => `distinct-${signal}`),
    ...signals.map((signal) => `uses-${signal}`),
    'texts',
    'words',
    ...Array.from({ length: wordBuckets }, (_, index) => `word-${index}`),
  ],
  extract({ vocabulary }) {
    const { texts, masks, properties, globals, strings, locals, words: buckets } = vocabulary;
    const distinct = new Float64Array(signals.length);
    const uses = new Float64Array(signals.length);
    let total = 0;
    for (let id = 0; id < texts.length; id++) {
      const shared = properties[id]! + globals[id]! + strings[id]!;
      total += shared;
      for (let mask = masks[id]!; mask !== 0; mask &= mask - 1) {
        const signal = 31 - Math.clz32(mask & -mask);
        distinct[signal]!++;
        uses[signal]! += shared + locals[id]!;
      }
    }
    let wordCount = 0;
    for (const count of buckets) wordCount += count;
    return [
      ...Array.from(distinct, logScale),
      ...Array.from(uses, (count) => ratio(count, total + 1)),
      logScale(texts.length),
      logScale(wordCount),
      ...rates(buckets, wordCount),
    ];
  },
} satisfies FeatureGroup;
