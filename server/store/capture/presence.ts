import { sql } from 'kysely';
import { batches, inBatches } from '../batches.ts';
import type { Db } from '../store.ts';
import { open, type NewRow, type ObservationKind } from '../tables.ts';
import type { StoredPage } from './pages.ts';
import { spanDelta } from './spans.ts';

/** A sighting ready to be written, ids in place. */
export interface SightingSeen {
  script: number;
  version: number;
  kind: string;
  frame: number | null;
  initiator: number | null;
  detail: string;
}

/** An observation ready to be written. */
export interface ObservationSeen {
  kind: ObservationKind;
  key: string;
  content: number;
  initiator: number | null;
}

/** Opens and closes the sighting spans of the reached pages; answers the scripts whose presence changed. */
export async function storeSightings(
  db: Db,
  pages: readonly StoredPage[],
  seen: ReadonlyMap<number, readonly SightingSeen[]>,
): Promise<number[]> {
  const reached = pages.filter((page) => page.ordinal !== null);
  const rows = await inBatches(reached, (piece) =>
    db
      .selectFrom('sightings')
      .select(['id', 'page_id', 'script_id', 'version_id', 'kind', 'frame_id', 'initiator_id'])
      .where('to_visit', '=', open)
      .where(
        'page_id',
        'in',
        piece.map((page) => page.id),
      )
      .execute(),
  );
  const spans = groupByPage(rows, (row) =>
    [row.script_id, row.version_id, row.kind, row.frame_id, row.initiator_id].join('|'),
  );
  const gone: number[] = [];
  const fresh: NewRow<'sightings'>[] = [];
  for (const page of reached) {
    const shown = (seen.get(page.id) ?? []).map((one) => ({
      ...one,
      identity: [one.script, one.version, one.kind, one.frame, one.initiator].join('|'),
    }));
    const delta = spanDelta(spans.get(page.id) ?? [], shown);
    gone.push(...delta.gone);
    for (const { script, version, kind, frame, initiator, detail } of delta.fresh) {
      fresh.push({
        page_id: page.id,
        script_id: script,
        version_id: version,
        kind,
        frame_id: frame,
        initiator_id: initiator,
        from_visit: page.ordinal!,
        to_visit: open,
        detail,
      });
    }
  }
  await closeSpans(db, 'sightings', gone);
  for (const piece of batches(fresh, 9)) await db.insertInto('sightings').values(piece).execute();
  const closed = new Set(gone);
  return [
    ...rows.filter((row) => closed.has(row.id)).map((row) => row.script_id),
    ...fresh.map((row) => row.script_id),
  ];
}

/** Opens and closes the spans of everything else that the reached pages show. */
export async function storeObservations(
  db: Db,
  pages: readonly StoredPage[],
  seen: ReadonlyMap<number, readonly ObservationSeen[]>,
): Promise<void> {
  const reached = pages.filter((page) => page.ordinal !== null);
  const rows = await inBatches(reached, (piece) =>
    db
      .selectFrom('observations')
      .select(['id', 'page_id', 'kind', 'key', 'content_id', 'initiator_id'])
      .where('to_visit', '=', open)
      .where(
        'page_id',
        'in',
        piece.map((page) => page.id),
      )
      .execute(),
  );
  const spans = groupByPage(rows, (row) => [row.kind, row.content_id, row.initiator_id, row.key].join('|'));
  const gone: number[] = [];
  const fresh: NewRow<'observations'>[] = [];
  for (const page of reached) {
    const shown = (seen.get(page.id) ?? []).map((one) => ({
      ...one,
      identity: [one.kind, one.content, one.initiator, one.key].join('|'),
    }));
    const delta = spanDelta(spans.get(page.id) ?? [], shown);
    gone.push(...delta.gone);
    for (const { kind, key, content, initiator } of delta.fresh) {
      fresh.push({
        page_id: page.id,
        kind,
        key,
        content_id: content,
        initiator_id: initiator,
        from_visit: page.ordinal!,
        to_visit: open,
      });
    }
  }
  await closeSpans(db, 'observations', gone);
  for (const piece of batches(fresh, 7)) await db.insertInto('observations').values(piece).execute();
}

/** Ends spans with the visit before this one. Call before the pages advance. */
async function closeSpans(
  db: Db,
  table: 'sightings' | 'observations',
  ids: readonly number[],
): Promise<void> {
  for (const piece of batches(ids)) {
    await sql`update ${sql.table(table)} set to_visit =
        (select reached from pages where pages.id = ${sql.ref(`${table}.page_id`)})
      where id in (${sql.join(piece)})`.execute(db);
  }
}

function groupByPage<SpanRow extends { id: number; page_id: number }>(
  rows: readonly SpanRow[],
  identityOf: (row: SpanRow) => string,
): Map<number, { id: number; identity: string }[]> {
  const pages = new Map<number, { id: number; identity: string }[]>();
  for (const row of rows) {
    const list = pages.get(row.page_id) ?? [];
    list.push({ id: row.id, identity: identityOf(row) });
    pages.set(row.page_id, list);
  }
  return pages;
}
