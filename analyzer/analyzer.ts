import type { Analysis } from '../core/schema/index.ts';

/** One input of any bytes: a script, an HTML page or anything else; what it is, is found out. */
export interface AnalysisInput {
  /** Shown as given in the analysis. */
  path: string;
  bytes: Uint8Array;
  /** When the caller knows; otherwise decided by name and content. */
  media?: 'js' | 'html';
}

/** An analysis and the numbers it rests on, which a store keeps so that verdicts can be recomputed. */
export interface AnalysisResult {
  analysis: Analysis;
  /** Null when the input was not analysed. In the order of `featureNames`. */
  features: Float32Array | null;
  /**
   * Of the literals that reach dynamic code, a decoder or an address: scripts of one shape that differ here differ in more
   * than data. Null when not all of them can be told, and for inputs that are not one whole script.
   */
  sensitiveHash: string | null;
}

export interface Analyzer {
  /** Identifies detector and thresholds; only analyses of equal versions may be compared or reused. */
  readonly version: string;
  /** Never rejects for anything the input holds: bad input gets an analysis that says so. */
  analyze(input: AnalysisInput, signal?: AbortSignal): Promise<AnalysisResult>;
  close(): Promise<void>;
}

export interface AnalyzerOptions {
  /** ONNX file; the bundled detector unless said. */
  modelPath?: string;
  /** Worker threads; the number of processors unless said. */
  workers?: number;
  /** Wall-clock limit for one script, in milliseconds; what it cuts is `partial`. */
  timeoutMs?: number;
  /** Also tell what was decoded and what the run sent. */
  explain?: boolean;
  /** Memory limit of one Worker's heap, in mebibytes. */
  memoryMb?: number;
}
