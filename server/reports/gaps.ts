/** A stretch of time, in milliseconds since 1970. */
export interface Span {
  from: number;
  to: number;
}

const hourMs = 3_600_000;

/** What PCI DSS 11.6.1 asks for when no risk analysis says otherwise: at least once every seven days. */
export const weekHours = 7 * 24;

/** The stretches without an event, from the start of a span to its end. Pure. */
export function gapsBetween(times: readonly number[], { from, to }: Span): Span[] {
  const inside = times.filter((time) => time > from && time < to).toSorted((one, other) => one - other);
  const edges = [from, ...inside, to];
  return edges.slice(1).map((end, index) => ({ from: edges[index]!, to: end }));
}

/** The longest stretch without an event, in hours to two places. Pure. */
export function longestGap(times: readonly number[], span: Span): Span & { hours: number } {
  const gaps = gapsBetween(times, span);
  const longest = gaps.reduce((one, other) => (other.to - other.from > one.to - one.from ? other : one));
  return { ...longest, hours: hoursOf(longest) };
}

export function hoursOf({ from, to }: Span): number {
  return Math.round((Math.max(0, to - from) / hourMs) * 100) / 100;
}
