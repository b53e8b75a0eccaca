import { sha256 } from '../../core/encoding/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { Version } from '../../core/schema/index.ts';
import { inBatches } from './batches.ts';
import { packBody, unpackBody } from './codec.ts';
import { conflict, notFound, type Db, type Store } from './store.ts';

/** Gives the bytes of a version by its hash; asked only for those the store lacks. */
export type BodySource = (sha256: string) => Uint8Array | Promise<Uint8Array>;

/** Bodies written in one transaction, in bytes before compression. */
const batchBytes = 8 * 1024 * 1024;

/** Which of these versions have no body in the store yet. */
export async function missingBodies(db: Db, hashes: readonly string[]): Promise<string[]> {
  const rows = await inBatches(hashes, (piece) =>
    db
      .selectFrom('versions')
      .innerJoin('bodies', 'bodies.version_id', 'versions.id')
      .select('sha256')
      .where('sha256', 'in', piece)
      .execute(),
  );
  const stored = new Set(rows.map((row) => row.sha256));
  return hashes.filter((hash) => !stored.has(hash));
}

/**
 * Writes versions and the bodies the store lacks, each once. In batches of their own, before the crawl that needs them:
 * a version nobody refers to harms nothing and goes with a later retention run.
 * @throws ScriptwardenError SW_CAPTURE_INVALID when a body is not the one its hash names.
 */
export async function saveVersions(
  store: Store,
  versions: readonly Version[],
  bodies: BodySource,
  at: number,
): Promise<void> {
  const missing = new Set(
    await missingBodies(
      store.db,
      versions.map((version) => version.sha256),
    ),
  );
  // In one order everywhere, so that two workers that write the same versions never wait for each other in a circle.
  const wanted = versions.filter((version) => missing.has(version.sha256)).sort(byHash);
  let batch: { version: Version; codec: string; data: Uint8Array }[] = [];
  let size = 0;
  for (const version of wanted) {
    const body = await bodies(version.sha256);
    checkBody(version, body);
    batch.push({ version, ...(await packBody(body)) });
    size += body.length;
    if (size < batchBytes && batch.length < 500) continue;
    await writeBatch(store, batch, at);
    batch = [];
    size = 0;
  }
  await writeBatch(store, batch, at);
}

async function writeBatch(
  store: Store,
  batch: readonly { version: Version; codec: string; data: Uint8Array }[],
  at: number,
): Promise<void> {
  if (batch.length === 0) return;
  await store.transaction(async (db) => {
    await db
      .insertInto('versions')
      .values(
        batch.map(({ version: { sha256: hash, bytes, media } }) => ({
          sha256: hash,
          bytes,
          media,
          first_seen_at: at,
        })),
      )
      .onConflict((on) => on.column('sha256').doNothing())
      .execute();
    const ids = await versionIds(
      db,
      batch.map(({ version }) => version.sha256),
    );
    await db
      .insertInto('bodies')
      .values(
        batch.map(({ version, codec, data }) => ({ version_id: ids.get(version.sha256)!, codec, data })),
      )
      .onConflict((on) => on.column('version_id').doNothing())
      .execute();
  });
}

/** Ids by hash, of those the store has. */
export async function versionIds(db: Db, hashes: readonly string[]): Promise<Map<string, number>> {
  const rows = await inBatches(hashes, (piece) =>
    db.selectFrom('versions').select(['id', 'sha256']).where('sha256', 'in', piece).execute(),
  );
  return new Map(rows.map((row) => [row.sha256, row.id]));
}

/**
 * The structure hash that begins like this: lists show the first digits only. A whole one need not be stored yet.
 * @throws ScriptwardenError SW_STORE_NOT_FOUND, SW_STORE_CONFLICT when several begin like this.
 */
export async function findStructureHash(db: Db, start: string): Promise<string> {
  if (/^[0-9a-f]{64}$/.test(start)) return start;
  if (!/^[0-9a-f]{8,63}$/.test(start)) throw notFound('structure hash', start);
  const rows = await db
    .selectFrom('versions')
    .select('structure_hash')
    .distinct()
    .where('structure_hash', '>=', start)
    .where('structure_hash', '<', `${start}g`)
    .limit(2)
    .execute();
  if (rows.length > 1)
    throw conflict(`Several structure hashes begin with "${start}".`, 'Give more digits of it.');
  const hash = rows[0]?.structure_hash;
  if (!hash) throw notFound('structure hash', start);
  return hash;
}

/**
 * The source of a version, as it ran, checked against its hash.
 * @throws ScriptwardenError SW_STORE_NOT_FOUND, SW_STORE_CORRUPT.
 */
export async function readBody(db: Db, hash: string): Promise<Uint8Array> {
  const row = await db
    .selectFrom('versions')
    .innerJoin('bodies', 'bodies.version_id', 'versions.id')
    .select(['sha256', 'bytes', 'codec', 'data'])
    .where('sha256', '=', hash)
    .executeTakeFirst();
  if (!row) throw notFound('version', hash);
  return unpackBody(row, row);
}

function checkBody(version: Version, body: Uint8Array): void {
  if (body.length === version.bytes && sha256(body) === version.sha256) return;
  throw new ScriptwardenError('SW_CAPTURE_INVALID', {
    message: `The body of version ${version.sha256} is not the one the capture names.`,
    fix: 'The capture was damaged or edited: crawl again.',
  });
}

function byHash(one: Version, other: Version): number {
  return one.sha256 < other.sha256 ? -1 : 1;
}
