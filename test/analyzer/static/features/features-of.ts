import assert from 'node:assert/strict';
import { parseScript } from '../../../../analyzer/parse/index.ts';
import { collectFacts, type Facts } from '../../../../analyzer/static/facts.ts';
import { extractFeatures, featureNames } from '../../../../analyzer/static/features/index.ts';

export const factsOf = (text: string): Facts => collectFacts(text, parseScript(text));

/** Features of a script by name, `group/feature`. */
export function featuresOf(text: string): Map<string, number> {
  const vector = extractFeatures(factsOf(text));
  return new Map(featureNames.map((name, index) => [name.replace(/@\d+/, ''), vector[index]!]));
}

/** Tests that each text raises a feature which an everyday statement leaves at 0. */
export function raises(group: string, cases: readonly (readonly [feature: string, text: string])[]): void {
  for (const [feature, text] of cases) {
    it(`raises ${feature} for ${text}`, () => {
      const name = `${group}/${feature}`;
      assert.ok(featuresOf(text).get(name)! > 0);
      assert.equal(featuresOf('var a = b + 1;').get(name), 0);
    });
  }
}
