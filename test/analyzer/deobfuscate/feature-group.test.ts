import assert from 'node:assert/strict';
import { deobfuscation } from '../../../analyzer/deobfuscate/feature-group.ts';
import { factsOf } from '../static/features/features-of.ts';
import { open } from './open-text.ts';
import { obfuscate, settings, skimmer } from './samples.ts';

const named = (values: readonly number[]): Map<string, number> =>
  new Map(deobfuscation.features.map((name, index) => [name, values[index]!]));

describe('deobfuscation features', () => {
  it('are all 0 for plain code', () => {
    const values = deobfuscation.extract(factsOf(skimmer));
    assert.deepEqual(
      values,
      deobfuscation.features.map(() => 0),
    );
  });

  it('tell signs, outcome, layers and growth', async () => {
    const text = obfuscate(skimmer, settings['a list of texts']!);
    const values = deobfuscation.extract({ ...factsOf(text), opened: await open(text) });
    assert.equal(values.length, deobfuscation.features.length);
    assert.ok(values.every(Number.isFinite));
    const features = named(values);
    for (const name of [
      'sign-hex-names',
      'outcome-opened',
      'layers-webcrack',
      'decoded',
      'operations',
      'growth',
    ])
      assert.ok(features.get(name)! > 0, name);
  });
});
