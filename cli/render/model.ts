import type { Analysis, CanaryLeak, Capture, Receipt, Sighting, Verdict } from '../../core/schema/index.ts';

/** One judged script, file or page, and where a crawl saw it. */
export interface Entry extends Analysis {
  readonly sightings?: readonly Sighting[];
}

/** What a report shows. */
export interface ReportModel {
  /** What was judged, e.g. the start URL. Comes from outside; escaped when shown. */
  readonly subject: string;
  readonly entries: readonly Entry[];
  readonly complete: boolean;
  readonly crawl?: {
    readonly state: Capture['state'];
    readonly receipt: Receipt;
    readonly durationMs: number;
    readonly canaryLeaks: readonly CanaryLeak[];
    readonly startUrls: readonly string[];
  };
}

/** What files for people and machines say about the run itself. */
export interface ReportContext {
  /** When the scripts were seen: the end of the crawl, or of the analysis. RFC 3339, in UTC. */
  readonly at: string;
  readonly toolVersion: string;
  /** Folder that the paths of inputs start from. */
  readonly cwd: string;
}

/** How it is shown. */
export interface ReportOptions {
  /** Longest line, in columns. */
  readonly width: number;
  readonly colour: boolean;
  /** List benign scripts one by one. */
  readonly all: boolean;
  /** Tell every step, and how scripts were taken apart. */
  readonly explain?: boolean;
}

const badness: Record<Verdict, number> = { malicious: 0, suspicious: 1, unanalysed: 2, benign: 3 };

/** Orders results worst first: by verdict, then by score, then as they came. */
export function worstFirst<T extends Pick<Analysis, 'verdict' | 'scores'>>(results: readonly T[]): T[] {
  return results.toSorted(
    (one, other) =>
      badness[one.verdict] - badness[other.verdict] ||
      (one.scores?.integrity ?? 100) - (other.scores?.integrity ?? 100),
  );
}

/** Whether a verdict deserves a paragraph of its own in a report. */
export function isNotable(entry: Pick<Analysis, 'verdict'>): boolean {
  return entry.verdict === 'malicious' || entry.verdict === 'suspicious';
}

/** `1 script`, `2 scripts`. */
export function plural(count: number, noun: string, more = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : more}`;
}
