import { isBracketMember, Kind, type Tree } from '../../tree/index.ts';
import { signals, type Family, type Form, type Vocabulary } from '../../vocabulary/index.ts';
import type { FeatureGroup } from '../feature-group.ts';
import { logScale } from '../scale.ts';

/** Nodes of a window and how far apart windows start: about one function of a skimmer. */
const step = 128;
const steps = 4;

/** Pairs that mean more together than apart; the number is the smaller of the two counts in one window. */
const pairs: readonly (readonly [Family | Form, Family | Form])[] = [
  ['card', 'network'],
  ['card', 'read'],
  ['card', 'decode'],
  ['read', 'network'],
  ['event', 'read'],
  ['event', 'network'],
  ['checkout', 'network'],
  ['checkout', 'read'],
  ['checkout', 'decode'],
  ['decode', 'dynamic'],
  ['decode', 'network'],
  ['decode', 'dom'],
  ['url', 'read'],
  ['url', 'dom'],
  ['base64', 'decode'],
  ['hex-name', 'decode'],
  ['redirect', 'decode'],
  ['redirect', 'evasion'],
  ['hiding', 'dom'],
  ['wallet', 'network'],
  ['miner', 'network'],
  ['storage', 'network'],
  ['evasion', 'dom'],
  ['personal', 'network'],
];
const pairPlaces = pairs.map(([one, other]) => [signals.indexOf(one), signals.indexOf(other)] as const);

const width = signals.length;

/**
 * The worst place: how dense each signal, and each telling pair of signals, gets in any window of 512 nodes. A kilobyte
 * of skimmer stands out in it however large the library around it is.
 */
export const worstPlace = {
  name: 'worst-place',
  version: 1,
  features: [
    ...signals.map((signal) => `most-${signal}`),
    ...pairs.map(([one, other]) => `both-${one}-${other}`),
    'most-numbers',
    'most-brackets',
    'most-kinds-of-signals',
  ],
  extract({ tree, vocabulary }) {
    const most = new Float64Array(width);
    const both = new Float64Array(pairs.length);
    let numbers = 0;
    let brackets = 0;
    let kinds = 0;
    if (tree) {
      const counted = countSteps(tree, vocabulary);
      const sums = new Int32Array(width + 2);
      for (let at = 0; at < counted.length; at++) {
        addTo(sums, counted[at]!, 1);
        if (at >= steps) addTo(sums, counted[at - steps]!, -1);
        let present = 0;
        for (let signal = 0; signal < width; signal++) {
          const count = sums[signal]!;
          if (count > 0) present++;
          if (count > most[signal]!) most[signal] = count;
        }
        for (let pair = 0; pair < pairPlaces.length; pair++) {
          const [one, other] = pairPlaces[pair]!;
          const least = Math.min(sums[one]!, sums[other]!);
          if (least > both[pair]!) both[pair] = least;
        }
        numbers = Math.max(numbers, sums[width]!);
        brackets = Math.max(brackets, sums[width + 1]!);
        kinds = Math.max(kinds, present);
      }
    }
    return [
      ...Array.from(most, logScale),
      ...Array.from(both, logScale),
      logScale(numbers),
      logScale(brackets),
      kinds,
    ];
  },
} satisfies FeatureGroup;

function addTo(sums: Int32Array, counts: Uint16Array, sign: 1 | -1): void {
  for (let index = 0; index < sums.length; index++) sums[index]! += sign * counts[index]!;
}

/** Signals of every stretch of `step` nodes; number literals and bracket members behind them. */
function countSteps(tree: Tree, { masks }: Vocabulary): Uint16Array[] {
  const { count, textIds, kinds } = tree;
  const counted: Uint16Array[] = [];
  for (let first = 0; first < count; first += step) {
    const counts = new Uint16Array(width + 2);
    const end = Math.min(first + step, count);
    for (let index = first; index < end; index++) {
      const id = textIds[index]!;
      if (id >= 0) {
        for (let mask = masks[id]!; mask !== 0; mask &= mask - 1) counts[31 - Math.clz32(mask & -mask)]!++;
      } else if (kinds[index] === Kind.Literal) counts[width]!++;
      else if (isBracketMember(tree, index)) counts[width + 1]!++;
    }
    counted.push(counts);
  }
  return counted;
}
