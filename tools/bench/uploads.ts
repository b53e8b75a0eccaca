import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './median.ts';

// Uploads in a row to a service of its own, each of another script (a share of it a comment that does not compress) and
// analysed, and what memory the service takes meanwhile: its resident set, read after every 25 uploads. It must not grow:
// the last third is compared with the second.
//
//     node tools/bench/uploads.ts [--uploads 1000] [--kilobytes 100] [--at-once 1] [--random SHARE]

const { values } = parseArgs({
  options: {
    uploads: { type: 'string', default: '1000' },
    kilobytes: { type: 'string', default: '100' },
    'at-once': { type: 'string', default: '1' },
    random: { type: 'string', default: '0' },
  },
});
const uploads = Number(values.uploads);
const bytes = Number(values.kilobytes) * 1000;
const lanes = Number(values['at-once']);
const random = Math.round(bytes * Number(values.random));
const token = 'bench-uploads-administrator-3f9a7c1e';
const readEvery = 25;

const dir = await mkdtemp(join(tmpdir(), 'bench-uploads-'));
const cli = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const service = spawn(
  process.execPath,
  [cli, 'serve', '--port', '0', '--no-worker', '--data', join(dir, 'data')],
  {
    env: {
      ...process.env,
      DATABASE_URL: '',
      SCRIPTWARDEN_CONFIG: '',
      SCRIPTWARDEN_BOOTSTRAP_TOKEN: token,
      SCRIPTWARDEN_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
try {
  const url = await listening();
  const memory: number[] = [];
  const heaps: number[] = [];
  const times: number[] = [];
  let sent = 0;
  let jobs = 0;
  const lane = async (): Promise<void> => {
    for (let number = sent++; number < uploads; number = sent++) {
      const start = performance.now();
      if (!(await upload(url, number))) jobs++;
      times.push(performance.now() - start);
      if (times.length % readEvery === 0) {
        const { resident, heap } = await memoryOf(url);
        memory.push(resident);
        heaps.push(heap);
      }
      if (times.length % 100 === 0) {
        console.log(
          `${times.length} uploads: ${memory.at(-1)} MB resident, median answer ${median(times.slice(-100)).toFixed(0)} ms`,
        );
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  console.log(`${uploads} uploads of ${bytes} bytes, ${lanes} at once; ${jobs} answered as jobs`);
  console.log(`answers: median ${median(times).toFixed(0)} ms`);
  tell('resident', memory, median);
  // What is left after a collection: the lowest of many readings.
  tell('heap of JavaScript, least', heaps, (readings) => Math.min(...readings));
} finally {
  service.kill('SIGTERM');
  await once(service, 'exit');
  await rm(dir, { recursive: true, force: true });
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

/** Whether it was answered at once. */
async function upload(url: string, number: number): Promise<boolean> {
  const body = new FormData();
  body.append('file', new Blob([scriptOf(number)]), `script-${number}.js`);
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}api/v1/scans`, { method: 'POST', body, headers });
  const scan = (await response.json()) as { state?: string; results?: unknown[] };
  if (!response.ok) throw new Error(JSON.stringify(scan));
  if (response.status === 200 && (scan.state !== 'done' || scan.results?.length !== 1))
    throw new Error(JSON.stringify(scan));
  return response.status === 200;
}

/** Compares the last third of the readings with the second: the first is warming up. */
function tell(what: string, readings: readonly number[], sum: (readings: readonly number[]) => number): void {
  const third = Math.floor(readings.length / 3);
  const [second, last] = [sum(readings.slice(third, 2 * third)), sum(readings.slice(2 * third))];
  const more = (100 * (last / second - 1)).toFixed(1);
  console.log(`${what}: second third ${second} MB, last third ${last} MB, ${more} % more`);
}

/** What the service holds, in megabytes. */
async function memoryOf(url: string): Promise<{ resident: number; heap: number }> {
  const response = await fetch(`${url}metrics`, { headers: { authorization: `Bearer ${token}` } });
  const text = await response.text();
  const read = (name: string): number => {
    const found = new RegExp(`^(?:\\w+_)?${name} (\\S+)$`, 'm').exec(text);
    if (!found) throw new Error(`the service tells no ${name}`);
    return Math.round(Number(found[1]) / 1e6);
  };
  return { resident: read('process_resident_memory_bytes'), heap: read('nodejs_heap_size_used_bytes') };
}

/** A script of the wanted length, unlike all others. */
function scriptOf(number: number): string {
  let text = random === 0 ? '' : `/* ${randomBytes(random).toString('base64').slice(0, random)} */\n`;
  for (let part = 0; text.length < bytes; part++) {
    const name = `part${part}x${number}`;
    text += `function ${name}(items, add) {\n  const sum = items.map((item) => item.price * ${part} + add);\n`;
    text += `  return sum.filter((price) => price > ${number}).join('${name}, ');\n}\n`;
  }
  return text.slice(0, text.lastIndexOf('}\n') + 2);
}
