/**
 * Presence as spans. A thing seen in visits 3 to 40 of a page is one row, not 38; while the last visit still shows it
 * the span is open and an unchanged visit writes nothing. A gap closes the span, a return opens the next, so that what
 * each visit saw can be told exactly.
 */
export interface SpanDelta<Seen> {
  /** Open rows that this visit does not show. */
  gone: number[];
  /** What this visit shows and the one before did not. */
  fresh: Seen[];
}

/** Compares the open spans of one page with what a visit shows. `identity` is equal for the same thing. Pure. */
export function spanDelta<Seen extends { identity: string }>(
  openSpans: readonly { id: number; identity: string }[],
  seen: readonly Seen[],
): SpanDelta<Seen> {
  const now = new Map(seen.map((one) => [one.identity, one]));
  const gone: number[] = [];
  for (const span of openSpans) {
    // A second row of the same identity would be our fault; closing it keeps the history single.
    if (!now.delete(span.identity)) gone.push(span.id);
  }
  return { gone, fresh: [...now.values()] };
}
