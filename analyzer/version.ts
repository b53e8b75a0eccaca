import { readFileSync } from 'node:fs';
import { featureSchemaHash } from './features.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Identifies everything a verdict rests on: the program, the meaning of its features, and the model with its thresholds. */
export function analyzerVersion(modelVersion: string): string {
  return `${version}+features.${featureSchemaHash.slice(0, 12)}+model.${modelVersion}`;
}
