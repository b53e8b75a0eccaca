import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { capture } from '../../core/schema/index.ts';
import { startShop } from '../../samples/shop/index.ts';
import { median } from './median.ts';

// How much longer `scan` of the sample shop takes than merely loading the same pages (see bare-run.ts): crawl, analysis and
// report together. Both are processes of their own, run in turns so that both meet the same machine.
//
//     node tools/bench/scan.ts [--rounds N]

const target = 3.0;
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(values.rounds);

const dir = await mkdtemp(join(tmpdir(), 'bench-scan-'));
const shop = await startShop();
try {
  // The first scan warms the file cache and tells which pages there are.
  await timed('../../cli/main.ts', ['scan', shop.url, '--quiet', '--out', dir]);
  const { visits } = capture.parse(JSON.parse(await readFile(join(dir, 'capture.json'), 'utf8')));
  const pages = visits.map(({ requestedUrl }) => requestedUrl);
  const scans: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round++) {
    bare.push(await timed('./bare-run.ts', pages));
    scans.push(await timed('../../cli/main.ts', ['scan', shop.url, '--quiet']));
  }
  const ratio = median(scans) / median(bare);
  console.log(`pages            ${pages.length}`);
  console.log(`rounds           ${rounds}, in turns; medians`);
  console.log(
    `bare puppeteer   ${median(bare).toFixed(2)} s  (${bare.map((one) => one.toFixed(1)).join(' ')})`,
  );
  console.log(
    `scan             ${median(scans).toFixed(2)} s  (${scans.map((one) => one.toFixed(1)).join(' ')})`,
  );
  console.log(`ratio            ${ratio.toFixed(2)}  (target: at most ${target.toFixed(1)})`);
  // Fewer say too little to fail a build on.
  if (rounds >= 5 && ratio > target) process.exitCode = 1;
} finally {
  await shop.close();
  await rm(dir, { recursive: true, force: true });
}

/** Runs a program of ours and returns how long it took, in seconds. Exit status 1 of a scan means findings. */
async function timed(module: string, args: readonly string[]): Promise<number> {
  const start = performance.now();
  const path = fileURLToPath(new URL(module, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  if (status !== 0 && status !== 1) throw new Error(`${module} ended with exit status ${String(status)}`);
  return (performance.now() - start) / 1000;
}
