import type { SiteFile } from '../../core/schema/index.ts';
import { conflict, notFound, type Db } from './store.ts';
import type { Row, SiteOrigin } from './tables.ts';

export interface Site {
  id: number;
  name: string;
  /** Secrets as `${NAME}` or sealed. */
  definition: SiteFile;
  origin: SiteOrigin;
  owner: string | null;
  retentionDays: number;
  createdAt: number;
  updatedAt: number;
}

export interface NewSite {
  name: string;
  /** The site file, secrets still as `${NAME}`, or sealed when it came through the API. */
  definition: SiteFile;
  /** `api` unless said: only a file of the operator's may name variables of the environment. */
  origin?: SiteOrigin;
  owner?: string;
  /** At least `minRetentionDays`. */
  retentionDays?: number;
  at?: number;
}

/** Twelve months and a margin: what audits ask for. */
export const minRetentionDays = 366;
const defaultRetentionDays = 400;

/** @throws ScriptwardenError SW_STORE_CONFLICT when the name is taken or the retention too short. */
export async function addSite(db: Db, site: NewSite): Promise<Site> {
  const at = site.at ?? Date.now();
  const retentionDays = checkedRetention(site.retentionDays ?? defaultRetentionDays);
  const row = await db
    .insertInto('sites')
    .values({
      name: site.name,
      definition: JSON.stringify(site.definition),
      origin: site.origin ?? 'api',
      owner: site.owner ?? null,
      retention_days: retentionDays,
      created_at: at,
      updated_at: at,
    })
    .onConflict((on) => on.column('name').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row)
    throw conflict(`A site named "${site.name}" exists already.`, 'Choose another name or update that site.');
  await saveJourneys(db, row.id, site.definition);
  return siteOf(row);
}

/** Changes what is given; the history stays. @throws ScriptwardenError SW_STORE_NOT_FOUND, SW_STORE_CONFLICT. */
export async function updateSite(
  db: Db,
  id: number,
  changes: Partial<Pick<NewSite, 'name' | 'definition' | 'origin' | 'retentionDays'>> & {
    owner?: string | null;
  },
): Promise<Site> {
  const row = await db
    .updateTable('sites')
    .set({
      updated_at: Date.now(),
      ...(changes.name === undefined ? {} : { name: changes.name }),
      ...(changes.definition === undefined ? {} : { definition: JSON.stringify(changes.definition) }),
      ...(changes.origin === undefined ? {} : { origin: changes.origin }),
      ...(changes.retentionDays === undefined
        ? {}
        : { retention_days: checkedRetention(changes.retentionDays) }),
      ...(changes.owner === undefined ? {} : { owner: changes.owner }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw notFound('site', id);
  if (changes.definition) await saveJourneys(db, id, changes.definition);
  return siteOf(row);
}

/** Removes a site with its whole history; bodies that nothing else needs go with the next retention run. */
export async function removeSite(db: Db, id: number): Promise<void> {
  const removed = await db.deleteFrom('sites').where('id', '=', id).returning('id').executeTakeFirst();
  if (!removed) throw notFound('site', id);
}

/** A site by id or name. @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function findSite(db: Db, idOrName: number | string): Promise<Site> {
  const query = db.selectFrom('sites').selectAll();
  const byName =
    typeof idOrName === 'string' ? await query.where('name', '=', idOrName).executeTakeFirst() : undefined;
  const id = Number(idOrName);
  const row =
    byName ?? (Number.isSafeInteger(id) ? await query.where('id', '=', id).executeTakeFirst() : undefined);
  if (!row) throw notFound('site', idOrName);
  return siteOf(row);
}

/** All sites by name. */
export async function listSites(db: Db): Promise<Site[]> {
  const rows = await db.selectFrom('sites').selectAll().orderBy('name').execute();
  return rows.map(siteOf);
}

/** The journeys of the site file, one row each; their names are unique within the site. */
async function saveJourneys(db: Db, siteId: number, definition: SiteFile): Promise<void> {
  await db.deleteFrom('journeys').where('site_id', '=', siteId).execute();
  const names = new Set<string>();
  for (const [position, journey] of (definition.journeys ?? []).entries()) {
    const title = (journey as { title?: unknown } | null)?.title;
    const wanted = typeof title === 'string' && title !== '' ? title : `journey ${position + 1}`;
    const name = names.has(wanted) ? `${wanted} (${position + 1})` : wanted;
    names.add(name);
    await db
      .insertInto('journeys')
      .values({ site_id: siteId, position, name, definition: JSON.stringify(journey) })
      .execute();
  }
}

function checkedRetention(days: number): number {
  if (Number.isSafeInteger(days) && days >= minRetentionDays) return days;
  throw conflict(
    `A retention of ${days} days is shorter than the ${minRetentionDays} that a history needs.`,
    `Give ${minRetentionDays} days or more.`,
  );
}

function siteOf(row: Row<'sites'>): Site {
  return {
    id: row.id,
    name: row.name,
    definition: JSON.parse(row.definition) as SiteFile,
    origin: row.origin,
    owner: row.owner,
    retentionDays: row.retention_days,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
