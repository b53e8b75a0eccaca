import { parseArgs } from 'node:util';
import { startPostgres } from '../postgres.ts';
import { runWorkers } from './workers/run.ts';

/** `npm run bench:workers`: two workers on PostgreSQL take 200 crawls, one of them is killed. */
const { values } = parseArgs({
  options: { crawls: { type: 'string', default: '200' }, short: { type: 'boolean', default: false } },
});
const postgres = await startPostgres();
if (!postgres) {
  console.log('PostgreSQL: skipped, no binaries here');
  process.exit(0);
}
try {
  const run = await runWorkers(postgres.url('postgres'), {
    crawls: values.short ? 20 : Number(values.crawls),
    leaseMs: 5000,
  });
  console.log(
    `${run.crawls} crawls by two workers, one killed: ${run.taken} taken over, ${run.problems.length} problems (${run.seconds.toFixed(0)} s)`,
  );
  for (const problem of run.problems) console.log(`  ${problem}`);
  process.exitCode = run.problems.length > 0 ? 1 : 0;
} finally {
  await postgres.stop();
}
