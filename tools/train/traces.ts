import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createEmulator, type Emulator, type Trace } from '../../analyzer/emulator/index.ts';

/** Only what would never end is cut: on a busy machine an honest script may take seconds. */
const timeoutMs = 20_000;

/** Traces of training scripts, each made once for one version of the emulator and kept in `cache`. */
export class TraceCache {
  readonly #folder: string;
  #emulator: Emulator | null = null;

  constructor(cache: string) {
    this.#folder = join(cache, 'traces', emulatorDigest().slice(0, 16));
    mkdirSync(this.#folder, { recursive: true });
  }

  async traceOf(text: string): Promise<Trace> {
    const path = join(this.#folder, createHash('sha256').update(text).digest('hex'));
    if (existsSync(path)) return JSON.parse(gunzipSync(readFileSync(path)).toString()) as Trace;
    this.#emulator ??= createEmulator({ workers: 1, timeoutMs });
    const trace = await this.#emulator.emulate(text);
    writeFileSync(path, gzipSync(JSON.stringify(trace), { level: 1 }));
    return trace;
  }
}

/** Digest of all code that decides what a trace holds. */
function emulatorDigest(): string {
  const hash = createHash('sha256');
  const root = new URL('../../analyzer/emulator/', import.meta.url);
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.[jt]s$/.test(name),
  );
  for (const name of names.sort()) hash.update(name).update(readFileSync(new URL(name, root)));
  return hash.digest('hex');
}
