import type { Db } from '../store.ts';

/** Something that is known once for the whole installation. */
export type Fact = 'initialised' | 'secret-key';

/** The value of a fact, or null. */
export async function readFact(db: Db, name: Fact): Promise<string | null> {
  const row = await db.selectFrom('installation').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value ?? null;
}

/** States a fact if nobody has yet; of several who try at once, one is told true. */
export async function stateFact(db: Db, name: Fact, value: string, at: number): Promise<boolean> {
  const row = await db
    .insertInto('installation')
    .values({ name, value, at })
    .onConflict((on) => on.column('name').doNothing())
    .returning('name')
    .executeTakeFirst();
  return row !== undefined;
}

/** States a fact whatever was stated before. */
export async function replaceFact(db: Db, name: Fact, value: string, at: number): Promise<void> {
  await db
    .insertInto('installation')
    .values({ name, value, at })
    .onConflict((on) => on.column('name').doUpdateSet({ value, at }))
    .execute();
}
