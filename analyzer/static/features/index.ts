import { sha256 } from '../../../core/encoding/index.ts';
import type { Facts } from '../facts.ts';
import type { FeatureGroup } from './feature-group.ts';
import { apiUse } from './groups/api-use.ts';
import { flows } from './groups/flows.ts';
import { grams } from './groups/grams.ts';
import { obfuscation } from './groups/obfuscation.ts';
import { sourceText } from './groups/source-text.ts';
import { strings } from './groups/strings.ts';
import { treeShape } from './groups/tree-shape.ts';
import { words } from './groups/words.ts';
import { worstPlace } from './groups/worst-place.ts';

/** Every feature group, in the order of the vector. */
export const featureGroups: readonly FeatureGroup[] = [
  sourceText,
  treeShape,
  grams,
  apiUse,
  words,
  strings,
  obfuscation,
  worstPlace,
  flows,
];

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
