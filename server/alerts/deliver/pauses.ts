const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Before the second attempt, the third, and so on: a day in all. */
export const pauses: readonly number[] = [
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  6 * hour,
  10 * hour,
];

/**
 * How long to wait after the given number of failures, in milliseconds; null when it is to be parked. A tenth more or less,
 * so that what failed together does not come back together; never less than the other side asks for.
 */
export function pauseAfter(
  failures: number,
  retryAfterMs = 0,
  random: () => number = Math.random,
): number | null {
  const pause = pauses[failures - 1];
  if (pause === undefined) return null;
  return Math.max(Math.round(pause * (0.9 + 0.2 * random())), retryAfterMs);
}
