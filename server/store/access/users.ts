import type { Role } from '../../access/principal.ts';
import { conflict, notFound, type Db } from '../store.ts';
import type { Row } from '../tables.ts';

/** Somebody who may use the service. */
export interface User {
  id: number;
  /** Lower case; what they log in with. */
  name: string;
  /** On every site; null when it is given site by site. */
  role: Role | null;
  /** Roles on single sites besides. */
  siteRoles: ReadonlyMap<number, Role>;
  hasPassword: boolean;
  createdAt: number;
  lastLoginAt: number | null;
}

export interface NewUser {
  name: string;
  role: Role | null;
  siteRoles?: ReadonlyMap<number, Role>;
  /** Salted hash; null until they set one by their link. */
  password?: string | null;
  at: number;
}

/** @throws ScriptwardenError SW_STORE_CONFLICT when the name is taken, SW_STORE_NOT_FOUND for an unknown site. */
export async function addUser(
  db: Db,
  { name, role, siteRoles, password = null, at }: NewUser,
): Promise<User> {
  const row = await db
    .insertInto('users')
    .values({ name, role, password, password_at: password === null ? null : at, created_at: at })
    .onConflict((on) => on.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row)
    throw conflict(`A user named "${name}" exists already.`, 'Choose another name, or change that user.');
  if (siteRoles) await saveSiteRoles(db, row.id, siteRoles);
  return findUser(db, row.id);
}

/** By id or name. @throws ScriptwardenError SW_STORE_NOT_FOUND. */
export async function findUser(db: Db, idOrName: number | string): Promise<User> {
  const rows = db.selectFrom('users').selectAll();
  const row =
    typeof idOrName === 'number'
      ? await rows.where('id', '=', idOrName).executeTakeFirst()
      : await rows.where('name', '=', idOrName).executeTakeFirst();
  if (!row) throw notFound('user', idOrName);
  return userOf(row, await siteRolesOf(db, row.id));
}

/** All users by name. */
export async function listUsers(db: Db): Promise<User[]> {
  const rows = await db.selectFrom('users').selectAll().orderBy('name').execute();
  const roles = await db.selectFrom('user_sites').selectAll().orderBy('site_id').execute();
  return rows.map((row) =>
    userOf(row, new Map(roles.filter((one) => one.user_id === row.id).map((one) => [one.site_id, one.role]))),
  );
}

/** The user of a name with the hash of the password, for logging in; null when there is none. */
export async function readCredentials(
  db: Db,
  name: string,
): Promise<{ id: number; name: string; password: string | null } | null> {
  return (
    (await db
      .selectFrom('users')
      .select(['id', 'name', 'password'])
      .where('name', '=', name)
      .executeTakeFirst()) ?? null
  );
}

/**
 * Changes roles. The last administrator of every site stays one: without any, nobody could give the role back.
 * @throws ScriptwardenError SW_STORE_NOT_FOUND, SW_STORE_CONFLICT.
 */
export async function changeRoles(
  db: Db,
  id: number,
  { role, siteRoles }: { role?: Role | null; siteRoles?: ReadonlyMap<number, Role> },
): Promise<User> {
  const user = await findUser(db, id);
  if (role !== undefined) {
    if (user.role === 'admin' && role !== 'admin') await keepAnAdministrator(db, user);
    await db.updateTable('users').set({ role }).where('id', '=', id).execute();
  }
  if (siteRoles) await saveSiteRoles(db, id, siteRoles);
  return findUser(db, id);
}

/** Removes a user with sessions, tokens and links; what they did stays in the audit log. */
export async function removeUser(db: Db, id: number): Promise<User> {
  const user = await findUser(db, id);
  if (user.role === 'admin') await keepAnAdministrator(db, user);
  await db.deleteFrom('users').where('id', '=', id).execute();
  return user;
}

/** Sets a password and ends every session: who knew the old one is out. Links go too. */
export async function setPassword(db: Db, id: number, password: string, at: number): Promise<void> {
  await db.updateTable('users').set({ password, password_at: at }).where('id', '=', id).execute();
  await db.deleteFrom('sessions').where('user_id', '=', id).execute();
  await db.deleteFrom('user_links').where('user_id', '=', id).execute();
}

/** Replaces the hash of the same password, e.g. by a costlier one, if it is still the one read before. */
export async function replaceHash(db: Db, id: number, before: string, after: string): Promise<void> {
  await db
    .updateTable('users')
    .set({ password: after })
    .where('id', '=', id)
    .where('password', '=', before)
    .execute();
}

export async function noteLogin(db: Db, id: number, at: number): Promise<void> {
  await db.updateTable('users').set({ last_login_at: at }).where('id', '=', id).execute();
}

async function saveSiteRoles(db: Db, userId: number, siteRoles: ReadonlyMap<number, Role>): Promise<void> {
  await db.deleteFrom('user_sites').where('user_id', '=', userId).execute();
  for (const [siteId, role] of siteRoles) {
    const site = await db.selectFrom('sites').select('id').where('id', '=', siteId).executeTakeFirst();
    if (!site) throw notFound('site', siteId);
    await db.insertInto('user_sites').values({ user_id: userId, site_id: siteId, role }).execute();
  }
}

async function siteRolesOf(db: Db, userId: number): Promise<Map<number, Role>> {
  const rows = await db
    .selectFrom('user_sites')
    .select(['site_id', 'role'])
    .where('user_id', '=', userId)
    .orderBy('site_id')
    .execute();
  return new Map(rows.map((row) => [row.site_id, row.role]));
}

/** Locks every administrator, so that two who remove each other at once cannot both succeed. */
async function keepAnAdministrator(db: Db, user: User): Promise<void> {
  await db.updateTable('users').set({ role: 'admin' }).where('role', '=', 'admin').execute();
  const other = await db
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'admin')
    .where('id', '<>', user.id)
    .limit(1)
    .executeTakeFirst();
  if (other) return;
  throw conflict(
    `"${user.name}" is the only administrator of every site.`,
    'Make somebody else an administrator first.',
  );
}

function userOf(row: Row<'users'>, siteRoles: ReadonlyMap<number, Role>): User {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    siteRoles,
    hasPassword: row.password !== null,
    createdAt: row.created_at,
    lastLoginAt: row.last_login_at,
  };
}
