import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startPostgres } from '../postgres.ts';
import { median } from './median.ts';

// Reports of visitors' browsers at a steady rate to a service of its own, from many addresses (127.x.y.z, so on Linux),
// most of them about things reported before, some about ever new ones: what the answers take, whether every report is
// accounted for, and whether the memory of the service grows. The last third is compared with the second.
//
//     node tools/bench/csp.ts [--per-second 1000] [--seconds 60] [--postgres]

const { values } = parseArgs({
  options: {
    'per-second': { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '60' },
    postgres: { type: 'boolean', default: false },
  },
});
const perSecond = Number(values['per-second']);
const seconds = Number(values.seconds);
const clients = 500;
const ticksPerSecond = 20;
const token = 'bench-csp-administrator-3f9a7c1e';

const dir = await mkdtemp(join(tmpdir(), 'bench-csp-'));
const postgres = values.postgres ? await startPostgres() : null;
if (values.postgres && !postgres) throw new Error('there are no PostgreSQL binaries');
const cli = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const place = postgres ? [] : ['--data', join(dir, 'data')];
const service = spawn(process.execPath, [cli, 'serve', '--port', '0', '--no-worker', ...place], {
  cwd: dir,
  env: {
    ...process.env,
    DATABASE_URL: postgres?.url('postgres') ?? '',
    SCRIPTWARDEN_CONFIG: '',
    SCRIPTWARDEN_BOOTSTRAP_TOKEN: token,
    SCRIPTWARDEN_SECRET_KEY: 'bench-csp-secret-key-of-32-characters-or-more',
    SCRIPTWARDEN_LOG_LEVEL: 'error',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const base = await listening();
  await api(base, 'sites', { name: 'shop', startUrls: ['https://shop.example/'] });
  const { key } = (await api(base, 'sites/shop/report-key')) as { key: string };
  const agents = Array.from(
    { length: clients },
    (_, index) =>
      new Agent({
        keepAlive: true,
        maxSockets: 1,
        localAddress: `127.1.${index % 250}.${1 + Math.floor(index / 250)}`,
      }),
  );
  const times: number[] = [];
  const memory: number[] = [];
  const statuses = new Map<number, number>();
  const waiting = new Set<Promise<void>>();
  let sent = 0;
  const start = performance.now();
  for (let tick = 0; tick < seconds * ticksPerSecond; tick++) {
    const due = Math.round(((tick + 1) * perSecond) / ticksPerSecond);
    for (; sent < due; sent++) {
      const sending: Promise<void> = send(
        new URL(`/csp/${key}`, base),
        agents[sent % clients]!,
        bodyOf(sent),
        (status, ms) => {
          times.push(ms);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        },
      ).finally(() => waiting.delete(sending));
      waiting.add(sending);
    }
    if (tick % ticksPerSecond === 0) memory.push(await resident(base));
    await delay(Math.max(0, start + ((tick + 1) * 1000) / ticksPerSecond - performance.now()));
  }
  await Promise.all(waiting);
  const took = (performance.now() - start) / 1000;
  await delay(2500);
  const { counts } = (await api(base, 'sites/shop/visitors')) as {
    counts: { outcome: string; count: number }[];
  };
  const { items } = (await api(base, 'sites/shop/visitor-reports?limit=1000')) as { items: unknown[] };
  times.sort((one, other) => one - other);
  const third = Math.floor(memory.length / 3);
  const [second, last] = [median(memory.slice(third, 2 * third)), median(memory.slice(2 * third))];
  console.log(
    `${postgres ? 'PostgreSQL' : 'SQLite'}: ${sent} reports in ${took.toFixed(1)} s, ${Math.round(sent / took)} a second`,
  );
  console.log(
    `answers: ${[...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')}; median ${median(times).toFixed(1)} ms, 95th percentile ${times[Math.floor(times.length * 0.95)]!.toFixed(1)} ms`,
  );
  console.log(
    `accounted: ${counts.map(({ outcome, count }) => `${outcome} ${count}`).join(', ')}; all ${counts.reduce((sum, { count }) => sum + count, 0)}; rows on the first page ${items.length}`,
  );
  console.log(
    `resident: first ${memory[0]} MB, second third ${second} MB, last third ${last} MB, ${(100 * (last / second - 1)).toFixed(1)} % more`,
  );
  console.log(`resident every 20 s: ${memory.filter((_, index) => index % 20 === 0).join(', ')} MB`);
  for (const agent of agents) agent.destroy();
} finally {
  service.kill('SIGTERM');
  if (service.exitCode === null) await once(service, 'exit');
  await postgres?.stop();
  await rm(dir, { recursive: true, force: true });
}

/** Nine in ten about 60 things on the pages of a shop; the tenth about a host that nobody ever reported. */
function bodyOf(number: number): string {
  const isNew = number % 10 === 9;
  const host = isNew ? `host-${number}.flood.example` : `cdn-${number % 20}.example`;
  const body = {
    documentURL: `https://shop.example/page-${number % 3}?visit=${number}`,
    blockedURL: `https://${host}/asset.js?${number}`,
    effectiveDirective: 'script-src-elem',
    originalPolicy: `default-src 'self'; script-src 'self' ${'https://one-of-many.example '.repeat(20)}`,
    disposition: 'report',
    sourceFile: 'https://shop.example/app.js',
    lineNumber: 1,
    columnNumber: number,
    statusCode: 200,
    sample: '',
  };
  return JSON.stringify([
    { type: 'csp-violation', age: 1, url: body.documentURL, user_agent: 'bench', body },
  ]);
}

function send(
  url: URL,
  agent: Agent,
  body: string,
  done: (status: number, ms: number) => void,
): Promise<void> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/reports+json', 'content-length': Buffer.byteLength(body) };
    const sending = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () => {
        done(response.statusCode ?? 0, performance.now() - began);
        resolve();
      });
    });
    sending.once('error', reject);
    sending.end(body);
  });
}

async function api(base: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(new URL(`/api/v1/${path}`, base), {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

/** Megabytes that the service holds. */
async function resident(base: string): Promise<number> {
  const response = await fetch(new URL('/metrics', base), { headers: { authorization: `Bearer ${token}` } });
  const found = /^(?:\w+_)?process_resident_memory_bytes (\S+)$/m.exec(await response.text());
  if (!found) throw new Error('the service tells no memory');
  return Math.round(Number(found[1]) / 1e6);
}

async function listening(): Promise<string> {
  let told = '';
  for await (const chunk of service.stdout) {
    told += String(chunk);
    const url = /listens on (\S+)/.exec(told)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('the service ended before it listened');
}
