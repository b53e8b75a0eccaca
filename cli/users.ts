import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import type { Role } from '../server/access/principal.ts';
import type { Db, Store, User } from '../server/store/index.ts';
import type { CliCommand, CommandContext } from './support/command.ts';
import type { ExitStatus } from './support/exit-status.ts';
import type { Io } from './support/io.ts';
import { shortTime, timeOf, writeList } from './support/lists.ts';
import { addStoreOptions, openCliStore, type StoreCommandOptions } from './support/store.ts';

const roles = ['viewer', 'analyst', 'admin'] as const satisfies readonly Role[];

interface RoleOptions extends StoreCommandOptions {
  role?: Role | 'none';
  site: string[];
}

/** `users`: who may use the service, and the way back in when nobody can log in any more. */
export const users = {
  name: 'users',
  add(program, context) {
    const command = program
      .command('users')
      .description('who may use the service: list, add, change roles, new password, remove');
    addUsersCommands(command, context);
  },
} satisfies CliCommand;

function addUsersCommands(command: Command, { io, finish }: CommandContext): void {
  const name = ['<name>', 'name of the user'] as const;
  addStoreOptions(command.command('list').description('list the users and their roles')).action(
    async (options: StoreCommandOptions) => finish(await list(options, io)),
  );
  addRoleOptions(
    command
      .command('add')
      .description('add a user, and print the link by which they choose a password')
      .argument(...name),
  ).action(async (user: string, options: RoleOptions) => finish(await add(user, options, io)));
  addRoleOptions(
    command
      .command('role')
      .description('change what a user may do, on every site and on single ones')
      .argument(...name),
  ).action(async (user: string, options: RoleOptions) => finish(await changeRole(user, options, io)));
  addStoreOptions(
    command
      .command('reset')
      .description('print a one-time link by which a user chooses a new password')
      .argument(...name),
  ).action(async (user: string, options: StoreCommandOptions) => finish(await reset(user, options, io)));
  addStoreOptions(
    command
      .command('remove')
      .description('remove a user with all logins and tokens')
      .argument(...name),
  ).action(async (user: string, options: StoreCommandOptions) => finish(await remove(user, options, io)));
}

function addRoleOptions(command: Command): Command {
  return addStoreOptions(command)
    .addOption(new Option('--role <role>', 'role on every site').choices([...roles, 'none']))
    .option('--site <site=role>', 'role on one site, e.g. shop=analyst; may be repeated', siteRole, []);
}

function siteRole(text: string, before: string[]): string[] {
  if (roles.some((role) => text.endsWith(`=${role}`) && text.length > role.length + 1))
    return [...before, text];
  throw new InvalidArgumentError(`It must be the name of a site, "=", and one of ${roles.join(', ')}.`);
}

async function list(options: StoreCommandOptions, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { listUsers } = await import('../server/store/index.ts');
  await write(opened.store.db, await listUsers(opened.store.db), options, io);
  return 0;
}

async function add(given: string, options: RoleOptions, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io, { create: true });
  const { makeLink, userName } = await import('../server/access/index.ts');
  const { addUser, stateFact } = await import('../server/store/index.ts');
  const name = userName(given);
  const at = Date.now();
  const { path } = await opened.store.transaction(async (db) => {
    const siteRoles = await siteRolesOf(db, options.site);
    const role = options.role === undefined || options.role === 'none' ? null : options.role;
    const user = await addUser(db, { name, role, siteRoles, at });
    // Whoever has users needs no set-up link.
    await stateFact(db, 'initialised', 'command line', at);
    await note(db, 'users.create', user, { role, sites: options.site });
    return makeLink(db, user.id, at);
  });
  await writeLink(name, path, options, io);
  return 0;
}

async function changeRole(name: string, options: RoleOptions, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { changeRoles } = await import('../server/store/index.ts');
  const { store } = opened;
  const user = await store.transaction(async (db) => {
    const before = await userNamed(db, name);
    const role = options.role === 'none' ? null : options.role;
    const siteRoles =
      options.site.length > 0 && new Map([...before.siteRoles, ...(await siteRolesOf(db, options.site))]);
    const after = await changeRoles(db, before.id, {
      ...(role !== undefined && { role }),
      ...(siteRoles && { siteRoles }),
    });
    await note(db, 'users.change', after, { role: after.role, sites: options.site });
    return after;
  });
  await write(store.db, [user], options, io);
  return 0;
}

async function reset(name: string, options: StoreCommandOptions, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { makeLink } = await import('../server/access/index.ts');
  const { path } = await opened.store.transaction(async (db) => {
    const user = await userNamed(db, name);
    await note(db, 'users.link', user, {});
    return makeLink(db, user.id, Date.now());
  });
  await writeLink(name, path, options, io);
  return 0;
}

async function remove(name: string, options: StoreCommandOptions, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { removeUser } = await import('../server/store/index.ts');
  const user = await opened.store.transaction(async (db) => {
    const removed = await removeUser(db, (await userNamed(db, name)).id);
    await note(db, 'users.delete', removed, {});
    return removed;
  });
  await write(opened.store.db, [user], options, io);
  return 0;
}

async function userNamed(db: Db, name: string): Promise<User> {
  const { normalName } = await import('../server/access/index.ts');
  const { findUser } = await import('../server/store/index.ts');
  return findUser(db, normalName(name));
}

async function siteRolesOf(db: Db, given: readonly string[]): Promise<Map<number, Role>> {
  const { findSite } = await import('../server/store/index.ts');
  const found = new Map<number, Role>();
  for (const text of given) {
    const end = text.lastIndexOf('=');
    found.set((await findSite(db, text.slice(0, end))).id, text.slice(end + 1) as Role);
  }
  return found;
}

async function note(
  db: Store['db'],
  action: string,
  user: User,
  detail: Record<string, unknown>,
): Promise<void> {
  const { auditAs, commandLine } = await import('../server/access/index.ts');
  const object = { type: 'users', id: user.id, name: user.name };
  await auditAs(db, commandLine, { action, object, detail }, { at: Date.now() });
}

/** The link goes to standard output and nowhere else. */
async function writeLink(name: string, path: string, options: StoreCommandOptions, io: Io): Promise<void> {
  const { loadConfig, publicUrlOf } = await import('../server/config/index.ts');
  const { config } = loadConfig(io);
  const link = `${publicUrlOf(config, config.port).replace(/\/$/, '')}${path}`;
  if (options.format === 'jsonl') await io.write(`${JSON.stringify({ name, link })}\n`);
  else await io.write(`${name} chooses a password here, once, within a day:\n${link}\n`);
}

async function write(db: Db, shown: readonly User[], options: StoreCommandOptions, io: Io): Promise<void> {
  const { listSites } = await import('../server/store/index.ts');
  const names = new Map((await listSites(db)).map((site) => [site.id, site.name]));
  await writeList(
    shown.map(({ id, name, role, siteRoles, hasPassword, createdAt, lastLoginAt }) => ({
      id: String(id),
      name,
      role,
      sites: [...siteRoles].map(([site, given]) => ({
        site: String(site),
        name: names.get(site) ?? '',
        role: given,
      })),
      hasPassword,
      createdAt: timeOf(createdAt),
      lastLoginAt: timeOf(lastLoginAt),
    })),
    {
      columns: [
        { title: 'name', grow: 1 },
        { title: 'role' },
        { title: 'on single sites', grow: 1 },
        { title: 'last login' },
      ],
      row: (user) => [
        { text: user.name },
        { text: user.role ?? '-' },
        { text: user.sites.map(({ name, role }) => `${name}: ${role}`).join(', ') || '-' },
        { text: user.hasPassword ? shortTime(user.lastLoginAt) : 'no password yet' },
      ],
      empty: 'No users. Add one with: scriptwarden users add NAME --role admin',
    },
    options,
    io,
  );
}
