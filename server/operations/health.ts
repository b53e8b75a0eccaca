import type { AnalyzerSource } from '../pipeline/index.ts';
import { migrations, readVersion, type Store } from '../store/index.ts';
import type { Kysely } from 'kysely';

/** What readiness depends on. */
export const checkNames = ['database', 'migrations', 'model', 'queue'] as const;

export interface Readiness {
  status: 'ready' | 'not ready' | 'stopping';
  checks: Record<(typeof checkNames)[number], 'ok' | 'failed'>;
}

export interface HealthParts {
  store: Store;
  analyzers: AnalyzerSource;
  /** Whether jobs are taken (or need not be, where other processes do it). */
  isQueueOpen: () => boolean;
  isStopping: () => boolean;
  onError: (error: unknown, check: string) => void;
  /** How long one check may take, in milliseconds. */
  timeoutMs?: number;
  /** How long an answer counts, in milliseconds: anybody may ask, however often. */
  freshMs?: number;
  now?: () => number;
}

/** Answers whether this process can do its work now. It tells which part cannot, and nothing else: anybody may ask. */
export function createReadiness(parts: HealthParts): () => Promise<Readiness> {
  const { timeoutMs = 3000, freshMs = 1000, now = Date.now } = parts;
  let last: { at: number; answer: Promise<Readiness['checks']> } | null = null;
  return async () => {
    if (!last || now() - last.at >= freshMs) last = { at: now(), answer: runChecks(parts, timeoutMs) };
    const checks = await last.answer;
    const isReady = Object.values(checks).every((check) => check === 'ok');
    return { status: parts.isStopping() ? 'stopping' : isReady ? 'ready' : 'not ready', checks };
  };
}

async function runChecks(parts: HealthParts, timeoutMs: number): Promise<Readiness['checks']> {
  const { store, analyzers } = parts;
  const newest = migrations.at(-1)?.number;
  const checks: Record<keyof Readiness['checks'], () => Promise<boolean>> = {
    database: async () =>
      (await store.db.selectFrom('store_migrations').select('number').limit(1).execute()).length > 0,
    migrations: async () =>
      (await readVersion(store.db as unknown as Kysely<unknown>, store.kind)) === newest,
    model: async () => {
      const { release } = await analyzers.acquire();
      await release();
      return true;
    },
    queue: () => Promise.resolve(parts.isQueueOpen()),
  };
  const results = await Promise.all(
    checkNames.map(async (name) => {
      try {
        return [name, (await within(timeoutMs, checks[name]())) ? 'ok' : 'failed'] as const;
      } catch (error) {
        parts.onError(error, name);
        return [name, 'failed'] as const;
      }
    }),
  );
  return Object.fromEntries(results) as Readiness['checks'];
}

/** A check that hangs has failed. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
