import type { Facts } from '../facts.ts';

/**
 * A family of numbers computed from the facts of one script. `features` names them in order, so that the vector has a
 * fixed width; raise `version` whenever a number's meaning changes: the feature-schema hash changes with it and a model
 * trained on the old meaning is refused.
 */
export interface FeatureGroup {
  readonly name: string;
  readonly version: number;
  readonly features: readonly string[];
  /** Finite numbers, as many as `features`. Pure. */
  readonly extract: (facts: Facts) => readonly number[];
}
