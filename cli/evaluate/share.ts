import { randomFrom } from './random.ts';

/** A share with its 95 % interval, by samples; and the mean of the groups' shares, where each group counts once. */
export interface Share {
  readonly hits: number;
  readonly of: number;
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly groups: number;
  readonly byGroup: number | null;
}

const draws = 1000;

/** The interval comes from drawing whole groups again and again: samples of one group are no independent proof. */
export function shareOf<T extends { group: string }>(
  rows: readonly T[],
  isHit: (row: T) => boolean,
  seed: number,
): Share {
  const groups = [...Map.groupBy(rows, ({ group }) => group).values()].map((members) => ({
    hits: members.filter(isHit).length,
    size: members.length,
  }));
  const hits = sum(groups.map((one) => one.hits));
  if (rows.length === 0) {
    return { hits: 0, of: 0, share: null, low: null, high: null, groups: 0, byGroup: null };
  }
  const random = randomFrom(seed);
  const shares = Array.from({ length: draws }, () => {
    let drawnHits = 0;
    let drawnSize = 0;
    for (const group of groups.map(() => groups[Math.floor(random() * groups.length)]!)) {
      drawnHits += group.hits;
      drawnSize += group.size;
    }
    return drawnHits / drawnSize;
  }).sort((one, other) => one - other);
  return {
    hits,
    of: rows.length,
    share: hits / rows.length,
    low: percentile(shares, 0.025),
    high: percentile(shares, 0.975),
    groups: groups.length,
    byGroup: sum(groups.map((one) => one.hits / one.size)) / groups.length,
  };
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.round(share * (sorted.length - 1)))]!;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
