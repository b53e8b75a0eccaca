import type { Analyzer } from '../../analyzer/analyzer.ts';
import type { Crawl, CrawlProgress } from '../../crawler/types.ts';
import type { SecretBox } from '../access/secrets/index.ts';
import type { Store } from '../store/index.ts';

/** Something about a running crawl, for progress lines. */
export type PipelineProgress =
  | CrawlProgress
  | { event: 'stage'; stage: 'crawl' | 'analyse' | 'store' | 'compare' }
  | { event: 'analysed'; done: number; total: number };

/** Gives the analyzer that decides now; the model in production may change between crawls, never within one. */
export interface AnalyzerSource {
  /** Kept alive until `release`. @throws ScriptwardenError SW_MODEL_MISSING, SW_MODEL_INVALID. */
  acquire(): Promise<{ analyzer: Analyzer; release: () => Promise<void> }>;
  close(): Promise<void>;
}

/** Everything the pipeline works with. */
export interface PipelineContext {
  store: Store;
  analyzers: AnalyzerSource;
  crawl: Crawl;
  /** Where captures lie until they are stored. A crawl whose process died continues from there. */
  workDir: string;
  /** Opens what sites keep sealed. */
  secrets: SecretBox;
  /** For `${NAME}` in site files. */
  env: Readonly<Record<string, string | undefined>>;
  /**
   * Networks, as CIDR, within which those of sites saved through the API must lie; the operator's own site files stand
   * alone. Asked at each crawl: what was allowed when a site was saved may no longer be.
   */
  allowNetworks: () => readonly string[];
  now: () => number;
}

export interface RunOptions {
  signal?: AbortSignal;
  onProgress?: (progress: PipelineProgress) => void;
  /** Whether a crawl that reached nothing is to be kept as failed; otherwise it throws, to be tried again. */
  isLastAttempt?: boolean;
}
