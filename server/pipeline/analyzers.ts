import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAnalyzer, type Analyzer, type AnalyzerOptions } from '../../analyzer/index.ts';
import { listModels, readModel, type Store } from '../store/index.ts';
import type { AnalyzerSource } from './context.ts';

interface Loaded {
  /** Hash of the model in the store; null for the bundled one, or a file given. */
  hash: string | null;
  analyzer: Promise<Analyzer>;
  users: number;
}

/**
 * Analyzers by the model that is active in the store, else by the bundled one (or `modelPath`). A model promoted while a
 * crawl runs counts from the next crawl on; the one before is closed when nobody uses it any more.
 */
export function createAnalyzers(
  store: Store,
  options: AnalyzerOptions & { /** Models of the store are written here to be loaded. */ modelDir: string },
): AnalyzerSource {
  let current: Loaded | null = null;

  async function load(hash: string | null): Promise<Analyzer> {
    const { modelDir, ...rest } = options;
    return createAnalyzer(
      hash === null ? rest : { ...rest, modelPath: await modelFile(store, modelDir, hash) },
    );
  }

  const closeUnused = async (loaded: Loaded): Promise<void> => {
    if (loaded.users === 0 && loaded !== current) await (await loaded.analyzer).close();
  };

  return {
    async acquire() {
      const active = (await listModels(store.db)).find((model) => model.state === 'active');
      const hash = active?.sha256 ?? null;
      if (current?.hash !== hash) {
        const old = current;
        const analyzer = load(hash);
        // Nothing changes when the new one cannot be loaded.
        await analyzer;
        current = { hash, analyzer, users: 0 };
        if (old) await closeUnused(old);
      }
      const loaded = current;
      loaded.users++;
      return {
        analyzer: await loaded.analyzer,
        release: async () => {
          loaded.users--;
          await closeUnused(loaded);
        },
      };
    },
    async close() {
      const last = current;
      current = null;
      if (last) await (await last.analyzer).close();
    },
  };
}

/** A model of the store as a file, written whole or not at all. */
export async function modelFile(store: Store, dir: string, hash: string): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, `${hash}.onnx`);
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, await readModel(store.db, hash), { mode: 0o600 });
  await rename(partial, file);
  return file;
}
