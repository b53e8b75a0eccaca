import { availableParallelism } from 'node:os';
import { sha256 } from '../core/encoding/index.ts';
import type { AnalysisInput, AnalysisResult, Analyzer, AnalyzerOptions } from './analyzer.ts';
import { assemble, unanalysed, worstOf, type Frame } from './assemble.ts';
import { InferenceBatcher } from './batcher.ts';
import { InputServices, RunsOnly } from './budget.ts';
import { createDeobfuscator } from './deobfuscate/index.ts';
import type { Examination, ExaminationRequest, ExaminedScript, UnanalysedReason } from './examine.ts';
import { createEmulator } from './emulator/index.ts';
import { asParts, requestFor } from './opened-code.ts';
import { loadDetector } from './model/index.ts';
import { WorkerPool } from './pool/index.ts';
import { judge, withReason } from './verdict/index.ts';
import { analyzerVersion } from './version.ts';

export type { AnalysisInput, AnalysisResult, Analyzer, AnalyzerOptions } from './analyzer.ts';

/** Of processor time for one input. All budgets count operations, so only few scripts and large pages meet this. */
const defaultTimeoutMs = 5_000;
const defaultMemoryMb = 1024;
/** For one run in the decoy world, and for opening what a script hides; examining it leaves a little less. */
const stageTimeoutMs = 3_500;
/** Less is not enough to examine anything. */
const leastMs = 50;

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
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const workers = options.workers ?? availableParallelism();
  const stage = { workers, timeoutMs: Math.min(timeoutMs, stageTimeoutMs) };
  const emulator = createEmulator(stage);
  const deobfuscator = createDeobfuscator(stage);
  const pool = new WorkerPool({ workers, memoryMb: options.memoryMb ?? defaultMemoryMb });

  async function examined(
    { path, bytes, media }: AnalysisInput,
    signal: AbortSignal | undefined,
  ): Promise<Examination | UnanalysedReason> {
    const request = { path, bytes, ...(media && { media }), ...(options.explain && { explain: true }) };
    const services = new InputServices(emulator, deobfuscator, timeoutMs);
    const run = { timeoutMs, signal };
    const full = await pool.run({ ...request, level: 'full' }, services, run);
    if (full.status !== 'done') {
      // What it did not survive is looked at once more, at its tokens only.
      const tokens = await pool.run({ ...request, level: 'tokens' }, services, run);
      return tokens.status === 'done' ? tokens.examination : full.status;
    }
    const { examination } = full;
    const { scripts, code } = await services.joined(examination.scripts);
    let isCut = false;
    let leftMs = services.leftMs();
    for (const one of code) {
      const runs = new RunsOnly(emulator, deobfuscator, leftMs);
      const found = await examinedCode(requestFor(path, one, options.explain), runs, leftMs, signal);
      leftMs = runs.leftMs();
      isCut ||= found === null;
      scripts.push(...asParts(one, found ?? []));
    }
    const partial = examination.partial || isCut || scripts.some((script) => script.partial);
    return { ...examination, scripts, partial };
  }

  /** The scripts in code that came out of layers; null when its time was over before. */
  async function examinedCode(
    request: ExaminationRequest,
    services: RunsOnly,
    limitMs: number,
    signal: AbortSignal | undefined,
  ): Promise<ExaminedScript[] | null> {
    if (limitMs < leastMs) return null;
    const outcome = await pool.run(request, services, { timeoutMs: limitMs, signal });
    return outcome.status === 'done' ? outcome.examination.scripts : null;
  }

  async function analyze(input: AnalysisInput, signal?: AbortSignal): Promise<AnalysisResult> {
    const start = performance.now();
    const examination = await examined(input, signal);
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
      await Promise.all([pool.close(), deobfuscator.close(), emulator.close()]);
      await detector.close();
    },
  };
}
