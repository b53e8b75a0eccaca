import { sha256 } from '../../../core/encoding/index.ts';
import { batches, inBatches } from '../batches.ts';
import type { Db } from '../store.ts';

/** Stores long repeated texts once and gives their ids: a policy header of all pages is one row. */
export async function internContents(db: Db, values: Iterable<string>): Promise<Map<string, number>> {
  const byHash = new Map([...new Set(values)].map((value) => [sha256(value).slice(0, 32), value]));
  // In one order everywhere, so that two writers never wait for each other in a circle.
  const hashes = [...byHash.keys()].sort();
  const known = await idsOf(db, hashes);
  const missing = hashes.filter((hash) => !known.has(hash));
  for (const piece of batches(missing, 2)) {
    await db
      .insertInto('contents')
      .values(piece.map((hash) => ({ hash, value: byHash.get(hash)! })))
      .onConflict((on) => on.column('hash').doNothing())
      .execute();
  }
  const added = missing.length > 0 ? await idsOf(db, missing) : new Map<string, number>();
  return new Map(hashes.map((hash) => [byHash.get(hash)!, (known.get(hash) ?? added.get(hash))!]));
}

async function idsOf(db: Db, hashes: readonly string[]): Promise<Map<string, number>> {
  const rows = await inBatches(hashes, (piece) =>
    db.selectFrom('contents').select(['id', 'hash']).where('hash', 'in', piece).execute(),
  );
  return new Map(rows.map((row) => [row.hash, row.id]));
}
