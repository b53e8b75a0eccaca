/**
 * Cuts a list into pieces for statements with many parameters: SQLite takes 32,766 of them, PostgreSQL 65,535.
 * `columns` is how many parameters one item needs.
 */
export function batches<Item>(items: readonly Item[], columns = 1): Item[][] {
  const size = Math.max(1, Math.floor(10_000 / columns));
  const pieces: Item[][] = [];
  for (let start = 0; start < items.length; start += size) pieces.push(items.slice(start, start + size));
  return pieces;
}

/** Runs a query for each piece of a list and joins the answers. */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  query: (piece: Item[]) => Promise<Result[]>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const piece of batches(items)) results.push(...(await query(piece)));
  return results;
}
