import { sha256 } from '../../core/encoding/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { notFound, type Db, type Store } from './store.ts';
import type { ModelState } from './tables.ts';

/** A detector model that the workers share; its bytes are read by `readModel`. */
export interface StoredModel {
  sha256: string;
  version: string;
  state: ModelState;
  bytes: number;
  card: unknown;
  createdAt: number;
  changedAt: number;
}

/** Keeps a model as a candidate; the same bytes again change nothing. */
export async function saveModel(
  db: Db,
  model: { version: string; data: Uint8Array; card?: unknown; at?: number },
): Promise<StoredModel> {
  const at = model.at ?? Date.now();
  const hash = sha256(model.data);
  await db
    .insertInto('models')
    .values({
      sha256: hash,
      version: model.version,
      state: 'candidate',
      data: model.data,
      card: JSON.stringify(model.card ?? null),
      created_at: at,
      changed_at: at,
    })
    .onConflict((on) => on.column('sha256').doNothing())
    .execute();
  const stored = (await listModels(db)).find((one) => one.sha256 === hash);
  if (!stored) throw notFound('model', hash);
  return stored;
}

/**
 * Makes a model the one that decides (`active`), the one tried beside it (`shadow`), or neither. Whoever held that
 * place is retired in the same transaction.
 */
export async function setModelState(
  store: Store,
  hash: string,
  state: ModelState,
  at = Date.now(),
): Promise<void> {
  await store.transaction(async (db) => {
    if (state === 'active' || state === 'shadow') {
      await db
        .updateTable('models')
        .set({ state: 'retired', changed_at: at })
        .where('state', '=', state)
        .where('sha256', '!=', hash)
        .execute();
    }
    const row = await db
      .updateTable('models')
      .set({ state, changed_at: at })
      .where('sha256', '=', hash)
      .returning('id')
      .executeTakeFirst();
    if (!row) throw notFound('model', hash);
  });
}

/** Newest first, without their bytes. */
export async function listModels(db: Db): Promise<StoredModel[]> {
  const rows = await db
    .selectFrom('models')
    .select(['sha256', 'version', 'state', 'card', 'created_at', 'changed_at'])
    .select((select) => select.fn<number>('length', ['data']).as('bytes'))
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    sha256: row.sha256,
    version: row.version,
    state: row.state,
    bytes: row.bytes,
    card: JSON.parse(row.card) as unknown,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  }));
}

/** The bytes of a model, checked. @throws ScriptwardenError SW_STORE_NOT_FOUND, SW_STORE_CORRUPT. */
export async function readModel(db: Db, hash: string): Promise<Uint8Array> {
  const row = await db.selectFrom('models').select('data').where('sha256', '=', hash).executeTakeFirst();
  if (!row) throw notFound('model', hash);
  if (sha256(row.data) === hash) return row.data;
  throw new ScriptwardenError('SW_STORE_CORRUPT', {
    message: `The stored model ${hash} has another hash.`,
    fix: 'Save the model again from its file, or restore a backup.',
  });
}
