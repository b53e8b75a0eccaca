import { createRejudge } from '../../analyzer/rejudge.ts';
import { verdicts, type Verdict } from '../../core/schema/index.ts';
import {
  listModels,
  readAnalyses,
  readModel,
  saveAnalyses,
  shadowPairs,
  versionsWithoutShadow,
  type ShadowPair,
  type Store,
} from '../store/index.ts';
import { modelFile } from './analyzers.ts';
import { populationStability, tenthsOf } from './stability.ts';

const batch = 256;

/**
 * Lets the model in shadow judge everything that it has not judged yet, by the features kept. Its analyses are stored and
 * never alerted. Answers how many there were; 0 without a model in shadow.
 */
export async function runShadow(store: Store, modelDir: string, signal?: AbortSignal): Promise<number> {
  const shadow = (await listModels(store.db)).find((model) => model.state === 'shadow');
  if (!shadow) return 0;
  const rejudge = await createRejudge(await modelFile(store, modelDir, shadow.sha256));
  let done = 0;
  try {
    for (let after = 0; ;) {
      signal?.throwIfAborted();
      const ids = await versionsWithoutShadow(store.db, rejudge.version, { after, limit: batch });
      if (ids.length === 0) return done;
      after = ids.at(-1)!;
      const results = await rejudge.rejudge([...(await readAnalyses(store.db, ids)).values()]);
      await saveAnalyses(store, rejudge.version, results, { shadow: true });
      done += results.length;
    }
  } finally {
    await rejudge.close();
  }
}

/** How the model in shadow differs from the one that decides, over everything both judged. */
export interface ShadowReport {
  model: string;
  versions: number;
  /** Rows: verdict of the model that decides; columns: of the one in shadow. */
  matrix: Record<Verdict, Record<Verdict, number>>;
  /** Population stability index of the integrity scores; above 0.25 the distributions differ much. */
  stability: number;
  /** Versions whose verdict differs. */
  differing: ShadowPair[];
}

/** Null without a model in shadow. */
export async function compareShadow(store: Store, modelDir: string): Promise<ShadowReport | null> {
  const shadow = (await listModels(store.db)).find((model) => model.state === 'shadow');
  if (!shadow) return null;
  await readModel(store.db, shadow.sha256);
  const rejudge = await createRejudge(await modelFile(store, modelDir, shadow.sha256));
  await rejudge.close();
  const pairs = await shadowPairs(store.db, rejudge.version);
  const none = (): Record<Verdict, number> => ({ benign: 0, suspicious: 0, malicious: 0, unanalysed: 0 });
  const matrix = Object.fromEntries(verdicts.map((verdict) => [verdict, none()])) as ShadowReport['matrix'];
  for (const { active, shadow: tried } of pairs) matrix[active.verdict][tried.verdict]++;
  return {
    model: shadow.version,
    versions: pairs.length,
    matrix,
    stability: populationStability(
      tenthsOf(pairs.flatMap((pair) => pair.active.integrity ?? [])),
      tenthsOf(pairs.flatMap((pair) => pair.shadow.integrity ?? [])),
    ),
    differing: pairs.filter((pair) => pair.active.verdict !== pair.shadow.verdict),
  };
}
