import type { Program } from 'acorn';
import type { Behaviour, Evidence, ParseMode } from '../../core/schema/index.ts';

/**
 * Everything static analysis knows of one script. Plain data but for the tree; built once by `collectFacts` inside the
 * analysis Worker and read by feature groups and evidence rules, which never parse or walk again.
 */
export interface Facts {
  /** The source as analysed: decoded, not normalised. */
  readonly text: string;
  readonly mode: ParseMode;
  /** Null when no parser took the text. */
  readonly program: Program | null;
  readonly structureHash: string | null;
  readonly shapeHash: string | null;
  readonly behaviour: Behaviour;
  readonly evidence: readonly Evidence[];
}
