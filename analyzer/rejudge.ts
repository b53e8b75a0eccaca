import type { Analysis } from '../core/schema/index.ts';
import { loadDetector } from './model/index.ts';
import { judge } from './verdict/index.ts';
import { analyzerVersion } from './version.ts';

/** Judges kept features by another model, without looking at the code again. */
export interface Rejudge {
  /** As `Analyzer.version` of an analyzer with this model. */
  readonly version: string;
  readonly modelVersion: string;
  /** The analyses as this model would have given them; those without features are left out. */
  rejudge(
    results: readonly { analysis: Analysis; features: Float32Array | null }[],
  ): Promise<{ analysis: Analysis; features: Float32Array }[]>;
  close(): Promise<void>;
}

/** @throws ScriptwardenError SW_MODEL_MISSING or SW_MODEL_INVALID. */
export async function createRejudge(modelPath: string): Promise<Rejudge> {
  const detector = await loadDetector(modelPath);
  return {
    version: analyzerVersion(detector.version),
    modelVersion: detector.version,
    async rejudge(results) {
      const judged = results.flatMap(({ analysis, features }) =>
        features && analysis.scores ? [{ analysis, features }] : [],
      );
      const probabilities = await detector.infer(judged.map(({ features }) => features));
      return judged.map(({ analysis, features }, index) => ({
        features,
        analysis: {
          ...analysis,
          ...judge({
            probabilities: probabilities[index]!,
            evidence: analysis.evidence,
            thresholds: detector.thresholds,
            bytes: analysis.bytes,
          }),
          probabilities: probabilities[index]!,
          model: { version: detector.version },
        },
      }));
    },
    close: () => detector.close(),
  };
}
