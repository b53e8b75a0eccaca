import { sql, type SelectQueryBuilder } from 'kysely';
import type { Db } from './store.ts';
import type { ObservationKind, Tables } from './tables.ts';

/** A version at one place of a page. */
export interface SightingState {
  pageId: number;
  scriptId: number;
  versionId: number;
  sha256: string;
  structureHash: string | null;
  shapeHash: string | null;
  kind: string;
  /** URL template of its frame; null in the main frame. */
  frame: string | null;
  initiatorId: number | null;
  /** Details of the first visit of this stretch, as `detailOf` wrote them. */
  detail: Record<string, unknown>;
}

/** Anything else a page shows: a header, frame, form, cookie, connection, leak or violation. */
export interface ObservationState {
  pageId: number;
  kind: ObservationKind;
  key: string;
  value: unknown;
  initiatorId: number | null;
}

export async function selectSightings(
  visits: PageOrdinals,
  db: Db,
  when: ReturnType<typeof sql<boolean>>,
): Promise<SightingState[]> {
  const rows = await db
    .selectFrom(visits.as('visits'))
    .innerJoin('sightings', 'sightings.page_id', 'visits.page_id')
    .innerJoin('versions', 'versions.id', 'version_id')
    .leftJoin('contents', 'contents.id', 'frame_id')
    .select([
      'sightings.page_id as pageId',
      'script_id as scriptId',
      'version_id as versionId',
      'sha256',
      'structure_hash as structureHash',
      'shape_hash as shapeHash',
      'kind',
      'value as frame',
      'initiator_id as initiatorId',
      'detail',
    ])
    .where(when)
    .orderBy('sightings.id')
    .execute();
  return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as Record<string, unknown> }));
}

export async function selectObservations(
  visits: PageOrdinals,
  db: Db,
  when: ReturnType<typeof sql<boolean>>,
): Promise<ObservationState[]> {
  const rows = await db
    .selectFrom(visits.as('visits'))
    .innerJoin('observations', 'observations.page_id', 'visits.page_id')
    .innerJoin('contents', 'contents.id', 'content_id')
    .select(['observations.page_id as pageId', 'kind', 'key', 'value', 'initiator_id as initiatorId'])
    .where(when)
    .orderBy('observations.id')
    .execute();
  return rows.map((row) => ({ ...row, value: JSON.parse(row.value) as unknown }));
}

/** A query for pages with the visit that is meant. */
export type PageOrdinals = SelectQueryBuilder<Tables, 'visits', { page_id: number; ordinal: number | null }>;

/** What a visit shows. */
export const during = sql<boolean>`from_visit <= visits.ordinal and to_visit >= visits.ordinal`;

/** Pages a crawl reached with their ordinals, each once. */
export function visitsOf(db: Db, crawlId: number): PageOrdinals {
  return db
    .selectFrom('visits')
    .select(['page_id', 'ordinal'])
    .distinct()
    .where('crawl_id', '=', crawlId)
    .where('ordinal', 'is not', null);
}
