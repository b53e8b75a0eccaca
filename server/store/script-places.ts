import { readCursor, type Page } from './lists.ts';
import type { Db } from './store.ts';
import { open } from './tables.ts';

/** One place on a page where a script stands or stood. */
export interface ScriptPlace {
  page: string;
  journey: string | null;
  step: number | null;
  visitor: string | null;
  sha256: string;
  /** Address of the frame; null for the page itself. */
  frame: string | null;
  /** Whether the page, as last reached, shows it. */
  isPresent: boolean;
  /** When the crawl began that saw it there first; null when that crawl fell out of retention. */
  since: number | null;
}

/** Where a script stands, newest place first. */
export async function scriptPlaces(
  db: Db,
  scriptId: number,
  options: { limit?: number; after?: string } = {},
): Promise<Page<ScriptPlace>> {
  const limit = options.limit ?? 100;
  const rows = await db
    .selectFrom('sightings')
    .innerJoin('pages', 'pages.id', 'sightings.page_id')
    .innerJoin('versions', 'versions.id', 'sightings.version_id')
    .leftJoin('contents', 'contents.id', 'sightings.frame_id')
    .leftJoin('visits', (join) =>
      join
        .onRef('visits.page_id', '=', 'sightings.page_id')
        .onRef('visits.ordinal', '=', 'sightings.from_visit'),
    )
    .leftJoin('crawls', 'crawls.id', 'visits.crawl_id')
    .select([
      'sightings.id as id',
      'pages.url as page',
      'journey',
      'step',
      'visitor',
      'sha256',
      'contents.value as frame',
      'to_visit',
      'crawls.started_at as since',
    ])
    .where('script_id', '=', scriptId)
    .$if(options.after !== undefined, (query) =>
      query.where('sightings.id', '<', readCursor(options.after!)[0]),
    )
    .orderBy('sightings.id', 'desc')
    .limit(limit + 1)
    .execute();
  // A page visited twice in one crawl counts its visit once, yet two rows may carry it.
  const seen = [...new Map(rows.map((row) => [row.id, row])).values()];
  const items = seen.slice(0, limit).map(({ id: _, to_visit, ...row }): ScriptPlace => ({
    ...row,
    isPresent: to_visit === open,
  }));
  const end = seen[limit - 1];
  return { items, next: rows.length > limit && end ? String(end.id) : null };
}
