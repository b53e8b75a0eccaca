import { sha256 } from '../core/encoding/sha256.ts';
import type { Evidence } from '../core/schema/index.ts';
import { deobfuscation } from './deobfuscate/feature-group.ts';
import { reasonFeatureNames, reasonFeatures } from './reasons.ts';
import { featureNames as sourceNames } from './static/features/index.ts';
import { traceFeatureNames } from './trace/features.ts';

const openedNames = deobfuscation.features.map(
  (name) => `${deobfuscation.name}@${deobfuscation.version}/${name}`,
);

/**
 * Names of all features in the order of the vector: what the source shows, how opening it went, what the run showed, what
 * the rules make of it all.
 */
export const featureNames: readonly string[] = [
  ...sourceNames,
  ...openedNames,
  ...traceFeatureNames,
  ...reasonFeatureNames,
];

/** Identifies what the numbers mean; a model carries the hash it was trained for and is refused under another. */
export const featureSchemaHash: string = sha256(featureNames.join('\n'));

/** The vector of a script of which only the source is known. */
export function ofSourceOnly(ofSource: Float32Array): Float32Array {
  const vector = new Float32Array(featureNames.length);
  vector.set(ofSource);
  return vector;
}

/** Adds what a run showed. Of each number that sources have, the largest among the script and the code it made counts. */
export function withTrace(
  vector: Float32Array,
  ofChildren: readonly Float32Array[],
  ofTrace: Float32Array,
): Float32Array {
  const joined = ofChildren.reduce(largest, vector.slice());
  joined.set(ofTrace, sourceNames.length + openedNames.length);
  return joined;
}

/** Adds what came out when the script was opened; likewise the largest of both counts. */
export function withOpenedCode(
  vector: Float32Array,
  ofOpenedCode: Float32Array | null,
  ofOpening: readonly number[],
): Float32Array {
  const joined = ofOpenedCode ? largest(vector.slice(), ofOpenedCode) : vector.slice();
  joined.set(ofOpening, sourceNames.length);
  return joined;
}

/** Adds the reasons, once all are found. */
export function withReasons(vector: Float32Array, evidence: readonly Evidence[]): Float32Array {
  const joined = vector.slice();
  joined.set(reasonFeatures(evidence), featureNames.length - reasonFeatureNames.length);
  return joined;
}

function largest(vector: Float32Array, other: Float32Array): Float32Array {
  for (let index = 0; index < other.length; index++)
    if (other[index]! > vector[index]!) vector[index] = other[index]!;
  return vector;
}
