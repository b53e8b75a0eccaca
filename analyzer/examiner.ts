import { availableParallelism } from 'node:os';
import type { AnalysisInput, AnalyzerOptions } from './analyzer.ts';
import { InputServices, RunsOnly } from './budget.ts';
import { createDeobfuscator } from './deobfuscate/index.ts';
import type { Examination, ExaminationRequest, ExaminedScript, UnanalysedReason } from './examine.ts';
import { createEmulator } from './emulator/index.ts';
import { asParts, requestFor } from './opened-code.ts';
import { WorkerPool } from './pool/index.ts';

/** Of processor time for one input. All budgets count operations, so only few scripts and large pages meet this. */
const defaultTimeoutMs = 5_000;
const defaultMemoryMb = 1024;
/** For one run in the decoy world, and for opening what a script hides; examining it leaves a little less. */
const stageTimeoutMs = 3_500;
/** Less is not enough to examine anything. */
const leastMs = 50;

/** Finds out everything about an input but what the model says of it. */
export interface Examiner {
  /** Why there is nothing to judge, when there is nothing. Rejects only with the reason of `signal`. */
  examine(input: AnalysisInput, signal?: AbortSignal): Promise<Examination | UnanalysedReason>;
  close(): Promise<void>;
}

/** Workers that examine, run and open; each kind starts with the first input that calls for it. */
export function createExaminer(options: AnalyzerOptions): Examiner {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const workers = options.workers ?? availableParallelism();
  const stage = { workers, timeoutMs: Math.min(timeoutMs, stageTimeoutMs) };
  const emulator = createEmulator(stage);
  const deobfuscator = createDeobfuscator(stage);
  const pool = new WorkerPool({ workers, memoryMb: options.memoryMb ?? defaultMemoryMb });

  async function examine(
    { path, bytes, media }: AnalysisInput,
    signal?: AbortSignal,
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
      const found = await examineCode(requestFor(path, one, options.explain), runs, leftMs, signal);
      // Code that is not run tells nobody how long it took, but in its timings; after code that took too long there is none left.
      leftMs = found ? Math.min(runs.leftMs(), leftMs - staticMs(found)) : 0;
      isCut ||= found === null;
      scripts.push(...asParts(one, found ?? []));
    }
    const partial = examination.partial || isCut || scripts.some((script) => script.partial);
    return { ...examination, scripts, partial };
  }

  /** The scripts in code that came out of layers; null when its time was over before. */
  async function examineCode(
    request: ExaminationRequest,
    services: RunsOnly,
    limitMs: number,
    signal: AbortSignal | undefined,
  ): Promise<ExaminedScript[] | null> {
    if (limitMs < leastMs) return null;
    const outcome = await pool.run(request, services, { timeoutMs: limitMs, signal });
    return outcome.status === 'done' ? outcome.examination.scripts : null;
  }

  return {
    examine,
    async close() {
      await Promise.all([pool.close(), deobfuscator.close(), emulator.close()]);
    },
  };
}

function staticMs(scripts: readonly ExaminedScript[]): number {
  return scripts.reduce((sum, { timings }) => sum + timings.parseMs + timings.staticMs, 0);
}
