import { sql } from 'kysely';
import type { Db } from '../store.ts';

/** How failed attempts slow down further ones. */
export interface Pauses {
  /** Failures without any pause. */
  free: number;
  /** Milliseconds after the first failure beyond those, the second, …; the last one for all further. */
  ladder: readonly number[];
  /** After so many milliseconds without a failure all is forgotten. */
  forgetMs: number;
}

/**
 * Counts an attempt as failed before it is made, in one statement: of a thousand at once none slips through. While a pause
 * lasts nothing is counted, and the answer is until when it lasts; null lets the attempt be made.
 */
export async function takeAttempt(db: Db, hash: string, pauses: Pauses, now: number): Promise<number | null> {
  const { free, ladder, forgetMs } = pauses;
  const table = sql.table('failed_attempts');
  const failures = sql`(case when ${table}.last_at < ${now - forgetMs} then 1 else ${table}.failures + 1 end)`;
  const steps = ladder.map((pause, index) =>
    index === ladder.length - 1
      ? sql`else ${sql.lit(pause)}`
      : sql`when ${failures} = ${sql.lit(free + index + 1)} then ${sql.lit(pause)}`,
  );
  const pause = sql`(case when ${failures} <= ${sql.lit(free)} then 0 ${sql.join(steps, sql` `)} end)`;
  const { rows } = await sql`insert into ${table} (hash, failures, last_at, blocked_until)
    values (${hash}, 1, ${now}, 0)
    on conflict (hash) do update set failures = ${failures}, last_at = ${now},
      blocked_until = cast(${now} as bigint) + ${pause}
    where ${table}.blocked_until <= ${now} returning failures`.execute(db);
  if (rows.length > 0) return null;
  const row = await db
    .selectFrom('failed_attempts')
    .select('blocked_until')
    .where('hash', '=', hash)
    .executeTakeFirst();
  return row ? row.blocked_until : null;
}

/** An attempt that succeeded was none to count: takes one back, or all. */
export async function forgiveAttempts(db: Db, hash: string, which: 'one' | 'all'): Promise<void> {
  if (which === 'all') await db.deleteFrom('failed_attempts').where('hash', '=', hash).execute();
  else {
    await sql`update failed_attempts set failures = failures - 1, blocked_until = 0
      where hash = ${hash} and failures > 0`.execute(db);
  }
}

/** Lets whoever has these failures try again at once. */
export async function dropOldAttempts(db: Db, cutoff: number): Promise<void> {
  await db.deleteFrom('failed_attempts').where('last_at', '<', cutoff).execute();
}
