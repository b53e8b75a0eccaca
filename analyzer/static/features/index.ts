import { sha256 } from '../../../core/encoding/index.ts';
import type { Facts } from '../facts.ts';
import type { FeatureGroup } from './feature-group.ts';

/** Every feature group, in the order of the vector. */
export const featureGroups: readonly FeatureGroup[] = [];

/** Names of all features in the order of the vector, as `group@version/feature`. */
export const featureNames: readonly string[] = featureGroups.flatMap((group) =>
  group.features.map((feature) => `${group.name}@${group.version}/${feature}`),
);

/** Identifies what the numbers mean; a model carries the hash it was trained for and is refused under another. */
export const featureSchemaHash: string = sha256(featureNames.join('\n'));

/** The feature vector of one script: as long as `featureNames`, every value finite. */
export function extractFeatures(facts: Facts): Float32Array {
  return Float32Array.from(featureGroups.flatMap((group) => group.extract(facts)));
}
