/** Log scale for counts: 0 stays 0, and a tenfold count adds the same anywhere. */
export const logScale = (count: number): number => Math.log1p(count);

/** A share between 0 and 1; 0 of nothing. */
export const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/** Counts by bucket as log1p of their rate per thousand, so that length alone does not move them. */
export function rates(counts: Uint32Array, total: number): number[] {
  return Array.from(counts, (count) => (total > 0 ? Math.log1p((count * 1000) / total) : 0));
}
