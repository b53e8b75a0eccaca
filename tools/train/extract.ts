import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { sha256 } from '../../core/encoding/index.ts';
import { featureSchemaHash } from '../../analyzer/features.ts';
import type { Sample } from './sample.ts';

/** One script of a sample, as the worker read it. */
export interface Script {
  features: Float32Array;
  /** Pieces of evidence above `info`. */
  reasons: number;
  /** Of the text that was read, to find equal scripts. */
  sha256: string;
  /** Whether it is a part of a script that is examined whole, too. */
  isPart: boolean;
  /** Whether it is a part that came out of the script's layers. */
  isOpened: boolean;
}

/** What crosses to the worker and back. */
export interface Task {
  index: number;
  text: string;
  media: 'js' | 'html';
  change: Sample['change'];
}
export interface TaskResult {
  index: number;
  scripts: Script[];
  /** What went wrong, when nothing could be read. */
  fault?: string;
}

const scriptSeconds = 240;
/** Results are kept after so many samples: a run that is stopped goes on from there. */
const chunk = 500;

/**
 * Features of every sample's scripts, in the order of the samples, computed by the analyzer in Workers. Results are kept in
 * `cache` under the digest of sample, feature schema and analyzer source, so that only what changed is computed again.
 */
export async function extractAll(
  samples: readonly Sample[],
  cache: string,
  log: (line: string) => void,
): Promise<Script[][]> {
  const folder = join(cache, 'features', (await sourceDigest()).slice(0, 16));
  await mkdir(folder, { recursive: true });
  const results = new Array<Script[]>(samples.length);
  const keys = samples.map(({ text, media, change }) =>
    sha256(JSON.stringify([text, media, change ?? null])),
  );
  const missing: number[] = [];
  const kept = await readKept(folder);
  for (const [index, key] of keys.entries()) {
    const found = kept.get(key);
    if (found) results[index] = found;
    else missing.push(index);
  }
  log(`${samples.length} samples, ${missing.length} to read`);
  for (let start = 0; start < missing.length; start += chunk) {
    const some = missing.slice(start, start + chunk);
    await readInWorkers(samples, some, results, cache, log);
    await keep(
      folder,
      some.map((index) => [keys[index]!, results[index]!] as const),
    );
    log(`read ${start + some.length} of ${missing.length}`);
  }
  return results;
}

async function readInWorkers(
  samples: readonly Sample[],
  missing: readonly number[],
  results: Script[][],
  cache: string,
  log: (line: string) => void,
): Promise<void> {
  let next = 0;
  const threads = Math.min(availableParallelism(), missing.length);
  await Promise.all(
    Array.from({ length: threads }, async () => {
      let worker = startWorker(cache);
      while (next < missing.length) {
        const index = missing[next++]!;
        const { text, media, change } = samples[index]!;
        const result = await ask(worker, { index, text, media, change });
        if (!result) {
          // What a worker cannot read within its time or memory trains nobody; a fresh worker takes the next one.
          await worker.terminate();
          worker = startWorker(cache);
        }
        const fault = result ? result.fault : 'too slow or too large';
        if (fault) log(`left out ${samples[index]!.unit}: ${fault}`);
        results[index] = result?.scripts ?? [];
      }
      await worker.terminate();
    }),
  );
}

function startWorker(cache: string): Worker {
  return new Worker(new URL('./extract-worker.ts', import.meta.url), {
    workerData: { cache },
    resourceLimits: { stackSizeMb: 64, maxOldGenerationSizeMb: 2048 },
  });
}

/** Null when the worker died or took too long. */
function ask(worker: Worker, task: Task): Promise<TaskResult | null> {
  return new Promise((resolve) => {
    const finish = (result: TaskResult | null): void => {
      clearTimeout(timer);
      worker.off('message', finish).off('error', fail).off('exit', fail);
      resolve(result);
    };
    const fail = (): void => finish(null);
    const timer = setTimeout(fail, scriptSeconds * 1000);
    worker.on('message', finish).on('error', fail).on('exit', fail);
    worker.postMessage(task);
  });
}

/** What stands beside the analyzer's folders and decides what is examined. */
const examiner = [
  'examine.ts',
  'examine-piece.ts',
  'features.ts',
  'opened-code.ts',
  'reasons.ts',
  'standout.ts',
  'with-opened.ts',
];

/** Digest of all code that decides a feature's value: results of other code are never reused. */
async function sourceDigest(): Promise<string> {
  const hash = createHash('sha256').update(featureSchemaHash);
  for (const folder of [
    ...['parse', 'static', 'islands', 'libraries', 'trace', 'emulator', 'deobfuscate'].map(
      (name) => `../../analyzer/${name}`,
    ),
    '.',
  ]) {
    const root = new URL(`${folder}/`, import.meta.url);
    const names = (await readdir(root, { recursive: true })).filter((name) => /\.[jt]s$/.test(name)).sort();
    if (folder === '.')
      names.splice(0, names.length, 'extract-worker.ts', 'openings.ts', 'prepare.ts', 'traces.ts');
    for (const name of names) hash.update(name).update(await readFile(new URL(name, root)));
  }
  hash.update(await readFile(new URL('../../models/libraries.json', import.meta.url)));
  for (const name of examiner)
    hash.update(await readFile(new URL(`../../analyzer/${name}`, import.meta.url)));
  return hash.digest('hex');
}

type Kept = [
  key: string,
  scripts: [features: string, reasons: number, sha256: string, isPart: boolean, isOpened: boolean][],
];

async function readKept(folder: string): Promise<Map<string, Script[]>> {
  const kept = new Map<string, Script[]>();
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.jsonl')).sort()) {
    for (const line of (await readFile(join(folder, name), 'utf8')).split('\n')) {
      if (!line) continue;
      const [key, scripts] = JSON.parse(line) as Kept;
      kept.set(
        key,
        scripts.map(([base64, reasons, hash, isPart, isOpened]) => ({
          features: floats(base64),
          reasons,
          sha256: hash,
          isPart,
          isOpened,
        })),
      );
    }
  }
  return kept;
}

async function keep(folder: string, entries: readonly (readonly [string, Script[]])[]): Promise<void> {
  if (entries.length === 0) return;
  const lines = entries.map(([key, scripts]) =>
    JSON.stringify([
      key,
      scripts.map(({ features, reasons, sha256: hash, isPart, isOpened }) => [
        Buffer.from(features.buffer, features.byteOffset, features.byteLength).toString('base64'),
        reasons,
        hash,
        isPart,
        isOpened,
      ]),
    ]),
  );
  await writeFile(join(folder, `${sha256(lines.join()).slice(0, 16)}.jsonl`), `${lines.join('\n')}\n`);
}

function floats(base64: string): Float32Array {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  return new Float32Array(bytes.buffer);
}
