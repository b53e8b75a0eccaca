import type { Db, Named } from '../store/index.ts';
import { findMatches, isWorse, matchesOf, verdictOf } from './match.ts';

const pageSize = 500;

/** Brings what lists say of uploaded files up to date; answers how many results changed. */
export async function checkScans(db: Db, signal?: AbortSignal): Promise<number> {
  let changed = 0;
  for (let last = 0; ;) {
    signal?.throwIfAborted();
    const rows = await db
      .selectFrom('scan_results')
      .select(['id', 'verdict', 'feed_verdict', 'named'])
      .where('id', '>', last)
      .orderBy('id')
      .limit(pageSize)
      .execute();
    const questions = rows.map((row) => JSON.parse(row.named) as Named);
    const found = await findMatches(db, {
      hashes: questions.flatMap((one) => one.hashes),
      hosts: questions.flatMap((one) => one.hosts),
      urls: questions.flatMap((one) => one.urls),
    });
    for (const [index, row] of rows.entries()) {
      const verdict = verdictOf(matchesOf(found, questions[index]!));
      const told = verdict !== null && isWorse(verdict, row.verdict) ? verdict : null;
      if (told === row.feed_verdict) continue;
      await db.updateTable('scan_results').set({ feed_verdict: told }).where('id', '=', row.id).execute();
      changed++;
    }
    const end = rows.at(-1);
    if (!end) return changed;
    last = end.id;
  }
}
