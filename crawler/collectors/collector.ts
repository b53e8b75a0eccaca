import type { Target } from '../targets/index.ts';

/** The visit at work, as far as collectors need to know. */
export interface VisitScope {
  id: string;
  tab: Target;
  requestedUrl: string;
}

/** One kind of thing a crawl collects. Collectors do not know each other; the crawl merges their results. */
export interface Collector<Result> {
  /**
   * Called for every new target while it is paused. Registers handlers and sends the enable commands without
   * waiting for them; the returned promises reject when the target cannot be observed.
   */
  attach: (target: Target) => Promise<unknown>[];
  /** Called once when a visit has settled, its tab still open. Never rejects. */
  settle: (visit: VisitScope) => Promise<void>;
  /** All it collected so far. */
  result: () => Result;
}

/** Which visit an event of this target belongs to. */
export type VisitOf = (target: Target) => string | undefined;
