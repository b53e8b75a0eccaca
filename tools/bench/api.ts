/**
 * Measures how quickly the service answers, over HTTP, as it runs:
 *
 *     node tools/bench/store.ts --sites 100 --scripts 2000 --crawls 90 --only sqlite --keep DIR
 *     node tools/bench/api.ts --data DIR
 *
 * Without `--data` a small store is made for the occasion. First each kind of read one after another, over all sites
 * (`--rounds` of each); then the script list at a steady `--rate` for `--seconds`, and as fast as it goes. `--check` fails
 * when a 95th percentile is above `--limit` milliseconds or the rate is not reached. `--profile` writes what the processor
 * did to a .cpuprofile file here.
 */
import autocannon from 'autocannon';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readsOf, type Read } from './api/reads.ts';
import { startMeasured, type Measured } from './api/serve.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    rounds: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '20' },
    rate: { type: 'string', default: '200' },
    limit: { type: 'string', default: '50' },
    only: { type: 'string' },
    check: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
  },
});

const temporary = values.data === undefined ? await mkdtemp(join(tmpdir(), 'scriptwarden-bench-')) : null;
const dataDir = values.data ?? temporary!;
if (temporary) makeSmallStore(temporary);
const failures: string[] = [];
const service = await startMeasured(dataDir, values.profile ? ['--cpu-prof'] : []);
try {
  console.log(`load ${loadavg()[0]!.toFixed(1)} at the start, ${await service.memory()} MiB of memory`);
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(`${service.url}${path}`, { headers: service.headers });
    const body: unknown = await response.json();
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${JSON.stringify(body)}`);
    return body;
  };
  const reads = (await readsOf(get)).filter(({ name }) => name.includes(values.only ?? ''));
  for (const read of reads) await measureRead(read, get);
  await measureLoad(service, await get('/api/v1/sites?limit=1000'));
  console.log(`load ${loadavg()[0]!.toFixed(1)} at the end, ${await service.memory()} MiB of memory`);
} finally {
  await service.stop();
  if (temporary) await rm(temporary, { recursive: true });
}
if (values.check) {
  for (const failure of failures) console.error(failure);
  if (failures.length > 0) process.exitCode = 1;
}

function makeSmallStore(folder: string): void {
  const bench = fileURLToPath(new URL('store.ts', import.meta.url));
  const scale = ['--sites', '3', '--scripts', '300', '--crawls', '10', '--new', '10', '--pages', '10'];
  const made = spawnSync(process.execPath, [bench, ...scale, '--only', 'sqlite', '--keep', folder]);
  if (made.status !== 0) throw new Error(`the store could not be made: ${made.stderr.toString()}`);
}

async function measureRead({ name, path }: Read, get: (path: string) => Promise<unknown>): Promise<void> {
  for (let round = 0; round < 5; round++) await get(path(round));
  const times: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const start = performance.now();
    await get(path(round));
    times.push(performance.now() - start);
  }
  times.sort((one, other) => one - other);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  console.log(`  ${name.padEnd(34)} p50 ${ms(at(0.5))}  p95 ${ms(at(0.95))}  max ${ms(at(1))}`);
  if (at(0.95) > Number(values.limit)) failures.push(`${name}: ${ms(at(0.95))} at the 95th percentile`);
}

async function measureLoad(service: Measured, sites: unknown): Promise<void> {
  const { url, headers } = service;
  const ids = (sites as { items: { id: string }[] }).items.map(({ id }) => id);
  const shared = {
    url,
    headers,
    connections: 10,
    requests: ids.map((id) => ({ path: `/api/v1/scripts?site=${id}` })),
  };
  const rate = Number(values.rate);
  const steady = await run(service, () =>
    autocannon({ ...shared, duration: Number(values.seconds), overallRate: rate }),
  );
  tell(`script list, ${rate} a second`, steady);
  const answered = steady['2xx'] / steady.duration;
  if (answered < rate * 0.98) failures.push(`${answered.toFixed(0)} answers a second instead of ${rate}`);
  const fastest = await run(service, () => autocannon({ ...shared, duration: Number(values.seconds) }));
  tell('script list, as fast as it goes', fastest);
}

/** A run, and how much of a processor each answer cost. */
async function run(
  { processorMs }: Measured,
  work: () => Promise<autocannon.Result>,
): Promise<autocannon.Result & { cost: number | null }> {
  const before = await processorMs();
  const result = await work();
  const after = await processorMs();
  const cost = before === null || after === null ? null : (after - before) / result['2xx'];
  return { ...result, cost };
}

function tell(what: string, result: autocannon.Result & { cost: number | null }): void {
  const { latency, non2xx, errors, duration, cost } = result;
  const processor = cost === null ? '' : `; ${cost.toFixed(2)} ms of processor each`;
  const failed = non2xx + errors > 0 ? `, ${non2xx + errors} failed` : '';
  console.log(
    `  ${what.padEnd(34)} ${(result['2xx'] / duration).toFixed(0)} a second${failed}; p50 ${ms(latency.p50)}  p97.5 ${ms(latency.p97_5)}  p99 ${ms(latency.p99)}${processor}`,
  );
  if (non2xx + errors > 0) failures.push(`${what}: ${non2xx + errors} requests failed`);
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`.padStart(9);
}
