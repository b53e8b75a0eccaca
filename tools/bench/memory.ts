/**
 * How much memory `analyze` takes for a folder of many scripts: the largest resident set of the whole process, and how long it took.
 *
 *     node tools/bench/memory.ts [--megabytes 500] [--workers 2] [--cache] [--keep DIR]
 *
 * The folder is made from this project's dependencies: their scripts, each with a comment of its own so that no two are equal, over
 * and over until there are enough of them. With `--cache` the same folder is judged twice with one cache, and both times are told.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '500' },
    workers: { type: 'string', default: '2' },
    cache: { type: 'boolean', default: false },
    keep: { type: 'string' },
  },
});
const root = fileURLToPath(new URL('../../', import.meta.url));
const most = { file: 2 * 1024 * 1024, files: 3_000 };
const folder = values.keep ?? (await mkdtemp(join(tmpdir(), 'scriptwarden-memory-')));
try {
  const scripts = join(folder, 'scripts');
  const { files, bytes } = await fill(scripts, Number(values.megabytes) * 1024 * 1024);
  console.log(`${files} scripts, ${Math.round(bytes / 1024 / 1024)} MiB`);
  const cache = values.cache ? ['--cache', join(folder, 'cache')] : [];
  for (const run of values.cache ? ['first run', 'second run'] : ['run']) {
    const { seconds, mebibytes, status } = await judge(scripts, cache);
    console.log(`${run}: ${seconds.toFixed(1)} s, at most ${mebibytes} MiB resident, exit status ${status}`);
  }
} finally {
  if (values.keep === undefined) await rm(folder, { recursive: true, force: true });
}

/** Writes scripts until there are enough bytes of them; leaves a folder that is there as it is. */
async function fill(dir: string, wanted: number): Promise<{ files: number; bytes: number }> {
  const made = await readdir(dir).catch(() => null);
  if (made) {
    const sizes = await Promise.all(made.map(async (name) => (await stat(join(dir, name))).size));
    return { files: made.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  }
  await mkdir(dir, { recursive: true });
  const sources = await libraries();
  let files = 0;
  let bytes = 0;
  while (bytes < wanted) {
    const text = `/* ${files} */\n${await readFile(sources[files % sources.length]!, 'utf8')}`;
    await writeFile(join(dir, `${String(files).padStart(6, '0')}.js`), text);
    files++;
    bytes += Buffer.byteLength(text);
  }
  return { files, bytes };
}

async function libraries(): Promise<string[]> {
  const modules = join(root, 'node_modules');
  const names = (await readdir(modules, { recursive: true }))
    .filter((name) => /\.[cm]?js$/.test(name))
    .sort();
  const step = Math.max(1, Math.floor(names.length / most.files));
  const chosen: string[] = [];
  for (let index = 0; index < names.length; index += step) {
    const path = join(modules, names[index]!);
    const found = await stat(path);
    if (found.isFile() && found.size > 1_000 && found.size < most.file) chosen.push(path);
  }
  return chosen;
}

async function judge(
  scripts: string,
  more: readonly string[],
): Promise<{ seconds: number; mebibytes: number; status: number | null }> {
  const args = [
    'cli/main.ts',
    'analyze',
    scripts,
    '--format',
    'jsonl',
    '--quiet',
    '--workers',
    values.workers,
  ];
  const start = performance.now();
  const child = spawn(process.execPath, [...args, ...more], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let kibibytes = 0;
  // The kernel keeps the high-water mark; the last look before the end counts.
  const timer = setInterval(() => {
    void readFile(`/proc/${child.pid}/status`, 'utf8').then(
      (text) => (kibibytes = Math.max(kibibytes, Number(/VmHWM:\s+(\d+)/.exec(text)?.[1] ?? 0))),
      () => undefined,
    );
  }, 200);
  const [status] = (await once(child, 'exit')) as [number | null];
  clearInterval(timer);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, mebibytes: Math.round(kibibytes / 1024), status };
}
