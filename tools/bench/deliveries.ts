import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import type { StoreAddress } from '../../server/store/index.ts';
import { startPostgres } from '../postgres.ts';
import { killDeliveries, measureDeliveries } from './deliveries/run.ts';

/**
 * `npm run bench:deliveries`: how soon webhooks leave after their change was recorded, and what is left after a process
 * that records and delivers was killed 100 times, on each database.
 */
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '100' }, alerts: { type: 'string', default: '300' } },
});
const folder = await mkdtemp(join(tmpdir(), 'scriptwarden-deliveries-bench-'));
const postgres = await startPostgres();
let problems = 0;
try {
  await bench('SQLite', (name) => Promise.resolve({ dataDir: join(folder, name) }));
  if (postgres) {
    await bench('PostgreSQL', async (name) => {
      const client = new pg.Client({ connectionString: postgres.url('postgres') });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return { databaseUrl: postgres.url(name) };
    });
  } else console.log('PostgreSQL: skipped, no binaries here');
} finally {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(problems > 0 ? 1 : 0);

async function bench(database: string, address: (name: string) => Promise<StoreAddress>): Promise<void> {
  const waits = await measureDeliveries(await address('calm'), Number(values.alerts));
  const at = (share: number): number => waits[Math.min(waits.length - 1, Math.floor(share * waits.length))]!;
  console.log(
    `${database}: ${waits.length} webhooks left after ${at(0.5)} ms (median), ${at(0.95)} ms (95 %), ${at(1)} ms (longest)`,
  );
  const run = await killDeliveries(await address('killed'), { kills: Number(values.kills), longestMs: 1000 });
  console.log(
    `${database}: ${values.kills} kills, ${run.alerts} alerts, ${run.repeated} webhooks repeated, ${run.problems.length} problems`,
  );
  for (const problem of run.problems.slice(0, 50)) console.log(`  ${problem}`);
  problems += run.problems.length;
}
