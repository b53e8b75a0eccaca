import { sql } from 'kysely';
import { packBody, unpackBody } from '../codec.ts';
import { isBrokenReference } from '../dialect/errors.ts';
import { notFound, type Db, type Store } from '../store.ts';

/** Younger uploads may belong to a scan that is just being made. */
const graceMs = 3_600_000;

/**
 * Keeps an uploaded body, once for all who upload it. One that is there already is written again all the same, so that
 * how long it takes tells nobody that somebody else had it.
 */
export async function saveUpload(
  db: Db,
  { sha256, body }: { sha256: string; body: Uint8Array },
  at: number,
): Promise<number> {
  const { codec, data } = await packBody(body);
  const row = await db
    .insertInto('uploads')
    .values({ sha256, bytes: body.length, codec, data, touched_at: at })
    .onConflict((on) => on.column('sha256').doUpdateSet({ codec, data, touched_at: at }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** @throws ScriptwardenError SW_STORE_NOT_FOUND, SW_STORE_CORRUPT. */
export async function readUpload(db: Db, id: number): Promise<Uint8Array> {
  const row = await db.selectFrom('uploads').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('upload', id);
  return unpackBody(row, row);
}

/** Removes bodies and results that no scan refers to any more. */
export async function dropUnusedUploads(store: Store, now: number): Promise<number> {
  return store.transaction(async (db) => {
    const { rows } = await sql<{ id: number }>`delete from uploads where touched_at < ${now - graceMs}
      and not exists (select 1 from scan_files where scan_files.upload_id = uploads.id) returning id`.execute(
      db,
    );
    await sql`delete from scan_results where created_at < ${now - graceMs}
      and not exists (select 1 from scan_files where scan_files.result_id = scan_results.id)`.execute(db);
    return rows.length;
  }, isBrokenReference);
}
