import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import type { StoreAddress } from '../../server/store/index.ts';
import { startPostgres } from '../postgres.ts';
import { runKills, type KillRun } from './kill/run.ts';

/** `npm run bench:kill`: kills the pipeline at random moments, 100 times on each database, and checks what is left. */
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '100' }, short: { type: 'boolean', default: false } },
});
const kills = values.short ? 5 : Number(values.kills);
const folder = await mkdtemp(join(tmpdir(), 'scriptwarden-kill-bench-'));
const postgres = await startPostgres();
const runs: KillRun[] = [];
try {
  await bench('SQLite', { dataDir: join(folder, 'killed') }, { dataDir: join(folder, 'calm') });
  if (postgres) {
    const client = new pg.Client({ connectionString: postgres.url('postgres') });
    await client.connect();
    for (const name of ['killed', 'calm']) await client.query(`create database ${name}`);
    await client.end();
    await bench('PostgreSQL', { databaseUrl: postgres.url('killed') }, { databaseUrl: postgres.url('calm') });
  } else console.log('PostgreSQL: skipped, no binaries here');
} finally {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(runs.some((run) => run.problems.length > 0) ? 1 : 0);

async function bench(name: string, address: StoreAddress, reference: StoreAddress): Promise<void> {
  const started = performance.now();
  const run = await runKills(address, reference, { kills, scripts: 60, longestMs: 400 });
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `${name}: ${run.kills} kills, ${run.crawls} crawls, ${run.changes} changes, ${run.problems.length} problems (${seconds} s)`,
  );
  for (const problem of run.problems) console.log(`  ${problem}`);
  runs.push(run);
}
