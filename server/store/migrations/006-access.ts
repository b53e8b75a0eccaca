import { sql, type Kysely } from 'kysely';
import { createIndex, createTable, type DatabaseKind } from './columns.ts';
import type { Migration } from './migration.ts';

/** Users, roles, sessions, tokens, the audit log. */
export const access: Migration = {
  number: 6,
  name: 'access',
  async up(db, kind) {
    await createTable(db, kind, 'users', {
      id: 'id',
      name: 'text unique',
      role: 'text ?',
      password: 'text ?',
      password_at: 'int ?',
      created_at: 'int',
      last_login_at: 'int ?',
    });
    await createTable(
      db,
      kind,
      'user_sites',
      { user_id: 'int > users', site_id: 'int > sites', role: 'text' },
      (table) => table.addPrimaryKeyConstraint('user_sites_key', ['user_id', 'site_id']),
    );
    await createIndex(db, 'user_sites', ['site_id']);
    await createTable(db, kind, 'user_links', {
      id: 'id',
      hash: 'text unique',
      user_id: 'int ? > users',
      created_at: 'int',
      expires_at: 'int',
    });
    await createIndex(db, 'user_links', ['user_id']);
    await createTable(db, kind, 'sessions', {
      id: 'id',
      hash: 'text unique',
      user_id: 'int > users',
      created_at: 'int',
      seen_at: 'int',
      expires_at: 'int',
      address: 'text',
      agent: 'text',
    });
    await createIndex(db, 'sessions', ['user_id']);
    await createIndex(db, 'sessions', ['expires_at']);
    await createTable(db, kind, 'api_tokens', {
      id: 'id',
      hash: 'text unique',
      user_id: 'int > users',
      name: 'text',
      role: 'text ?',
      sites: 'text ?',
      created_at: 'int',
      expires_at: 'int ?',
      used_at: 'int ?',
      revoked_at: 'int ?',
    });
    await createIndex(db, 'api_tokens', ['user_id']);
    await createTable(db, kind, 'failed_attempts', {
      hash: 'text unique',
      failures: 'int',
      last_at: 'int',
      blocked_until: 'int',
    });
    await createTable(db, kind, 'installation', { name: 'text unique', value: 'text', at: 'int' });
    await createAudit(db, kind);
    // `api`: saved by somebody who must not read the server's environment, so `${NAME}` is not filled in.
    await db.schema
      .alterTable('sites')
      .addColumn('origin', 'text', (column) => column.notNull().defaultTo('file'))
      .execute();
  },
};

/** Neither users nor sites are referred to: what they did stays known when they are gone. */
async function createAudit(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  await createTable(db, kind, 'audit', {
    id: 'id',
    at: 'int',
    action: 'text',
    outcome: 'text',
    actor_kind: 'text',
    user_id: 'int ?',
    token_id: 'int ?',
    actor: 'text',
    address: 'text ?',
    object_type: 'text ?',
    object_id: 'text ?',
    object_name: 'text ?',
    site_id: 'int ?',
    detail: 'text',
  });
  await createIndex(db, 'audit', ['at']);
  await createIndex(db, 'audit', ['site_id', 'id'], { where: 'site_id is not null' });
  await createIndex(db, 'audit', ['user_id', 'id'], { where: 'user_id is not null' });
  await makeAppendOnly(db, kind);
}

/** The database itself refuses to change an entry, or to remove one younger than a year. */
async function makeAppendOnly(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const statements =
    kind === 'sqlite'
      ? [
          `create trigger audit_update before update on audit begin
            select raise(abort, 'the audit log is append only'); end`,
          `create trigger audit_delete before delete on audit
            when old.at > (cast(strftime('%s', 'now') as integer) - 31536000) * 1000 begin
            select raise(abort, 'the audit log is append only'); end`,
        ]
      : [
          `create function audit_guard() returns trigger language plpgsql as $$ begin
            if tg_op = 'DELETE' and old.at <= (extract(epoch from now()) - 31536000) * 1000 then return old; end if;
            raise exception 'the audit log is append only'; end $$`,
          `create trigger audit_guard before update or delete on audit
            for each row execute function audit_guard()`,
        ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
