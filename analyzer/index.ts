import { sha256 } from '../core/encoding/index.ts';
import type { AnalysisInput, AnalysisResult, Analyzer, AnalyzerOptions } from './analyzer.ts';
import { assemble, unanalysed, worstOf, type Frame } from './assemble.ts';
import { InferenceBatcher } from './batcher.ts';
import { createExaminer } from './examiner.ts';
import { loadDetector } from './model/index.ts';
import { judge, withReason } from './verdict/index.ts';
import { analyzerVersion } from './version.ts';

export type { AnalysisInput, AnalysisResult, Analyzer, AnalyzerOptions } from './analyzer.ts';

/**
 * An analyzer with its model loaded and its Workers at hand; they start with the first inputs and stay until `close`.
 *
 * An input that outlives the time limit or the memory of a Worker is looked at again without parsing, and its analysis is
 * `partial`; only when that fails too does it stay unanalysed.
 *
 * @throws ScriptwardenError SW_MODEL_MISSING or SW_MODEL_INVALID.
 */
export async function createAnalyzer(options: AnalyzerOptions = {}): Promise<Analyzer> {
  const detector = await loadDetector(options.modelPath);
  const batcher = new InferenceBatcher(detector);
  const examiner = createExaminer(options);

  async function analyze(input: AnalysisInput, signal?: AbortSignal): Promise<AnalysisResult> {
    const start = performance.now();
    const examination = await examiner.examine(input, signal);
    signal?.throwIfAborted();
    const inferenceStart = performance.now();
    const scripts = typeof examination === 'string' ? [] : examination.scripts;
    const judged = await Promise.all(
      scripts.map(async (script) => {
        const probabilities = await batcher.infer(script.features);
        return { script: withReason(script, probabilities, detector.thresholds), probabilities };
      }),
    );
    const end = performance.now();
    const frame: Frame = {
      path: input.path,
      bytes: input.bytes.length,
      modelVersion: detector.version,
      thresholds: detector.thresholds,
      totalMs: end - start,
      inferenceMs: end - inferenceStart,
    };
    if (typeof examination === 'string') {
      return {
        analysis: unanalysed(frame, sha256(input.bytes), input.media ?? 'other', examination, true),
        features: null,
        sensitiveHash: null,
      };
    }
    const worst = worstOf(
      judged.map(({ script, probabilities }) => ({
        ...judge({
          probabilities,
          evidence: script.evidence,
          thresholds: detector.thresholds,
          bytes: script.bytes,
        }),
        features: script.features,
      })),
    );
    const [only] = examination.scripts;
    const isOneScript =
      examination.media === 'js' &&
      examination.scripts.filter(({ partOf }) => partOf === undefined).length === 1 &&
      !examination.partial;
    return {
      analysis: assemble(frame, examination, judged),
      features: worst?.features ?? null,
      sensitiveHash: isOneScript ? only!.sensitiveHash : null,
    };
  }

  return {
    version: analyzerVersion(detector.version),
    analyze,
    async close() {
      await examiner.close();
      await detector.close();
    },
  };
}
