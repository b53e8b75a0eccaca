import { PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import { storableText } from '../text.ts';
import { translatePostgresError } from './errors.ts';

export interface PostgresOptions {
  databaseUrl: string;
  /** Connections at most; 10 unless said. */
  connections?: number;
  /** How long to wait for another's lock, in milliseconds; a minute unless said. */
  lockTimeoutMs?: number;
}

/**
 * Kysely's PostgreSQL dialect over a pool whose errors carry our codes. 64-bit integers come back as numbers: ids and
 * milliseconds stay far below 2^53.
 */
export function postgresDialect(options: PostgresOptions): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: options.connections ?? 10,
    connectionTimeoutMillis: 10_000,
    lock_timeout: options.lockTimeoutMs ?? 60_000,
    keepAlive: true,
    application_name: 'scriptwarden',
    types: numericTypes,
  });
  // An idle connection that breaks is dropped by the pool and replaced at the next use; without a listener Node exits.
  pool.on('error', () => undefined);
  return new PostgresDialect({ pool: codedPool(pool) });
}

const numericTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: Parameters<typeof pg.types.getTypeParser>[0], format?: 'text') =>
    oid === pg.types.builtins.INT8
      ? Number
      : (pg.types.getTypeParser(oid, format) as unknown)) as typeof pg.types.getTypeParser,
};

function codedPool(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect().catch(rethrow);
      // The same while a connection is lent: its running query fails by itself.
      client.removeListener('error', ignore);
      client.on('error', ignore);
      return clientOf(client);
    },
  };
}

const faces = new WeakMap<pg.PoolClient, Awaited<ReturnType<PostgresPool['connect']>>>();

function clientOf(client: pg.PoolClient): Awaited<ReturnType<PostgresPool['connect']>> {
  const known = faces.get(client);
  if (known) return known;
  let broken = false;
  const query = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    try {
      return await client.query(text, parameters.map(input));
    } catch (error) {
      broken ||= !(error instanceof pg.DatabaseError) || (error.code ?? '').startsWith('57P');
      throw translatePostgresError(error);
    }
  };
  const face = {
    query,
    // A connection that broke is closed, not given to the next one.
    release: (destroy?: boolean) => client.release(destroy === true || broken),
  } as unknown as Awaited<ReturnType<PostgresPool['connect']>>;
  faces.set(client, face);
  return face;
}

function input(value: unknown): unknown {
  return typeof value === 'string' ? storableText(value) : value;
}

function rethrow(error: unknown): never {
  throw translatePostgresError(error);
}

function ignore(): void {
  // The query in flight reports the same break.
}
