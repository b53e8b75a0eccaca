import assert from 'node:assert/strict';
import { reasonFeatureNames, reasonFeatures } from '../../analyzer/reasons.ts';
import type { Evidence } from '../../core/schema/index.ts';

const at = { location: { line: 1, column: 1 }, snippet: '' };
const number = (evidence: Evidence[], name: string): number =>
  reasonFeatures(evidence)[reasonFeatureNames.indexOf(`reasons@2/${name}`)]!;

describe('reasonFeatures', () => {
  it('has one number for each name, all 0 without reasons', () => {
    assert.equal(reasonFeatures([]).length, reasonFeatureNames.length);
    assert.ok(reasonFeatures([]).every((value) => value === 0));
  });

  it('gives the gravest of each rule, and where it came from', () => {
    const evidence: Evidence[] = [
      { rule: 'hidden-iframe', severity: 'low', message: 'Opens a frame', ...at },
      { rule: 'hidden-iframe', severity: 'high', message: 'In decoded code: Opens a frame', ...at },
      { rule: 'remote-code', severity: 'medium', message: 'What x answers is run (emulated).', ...at },
    ];
    assert.equal(number(evidence, 'hidden-iframe'), 4);
    assert.equal(number(evidence, 'in-source'), 2);
    assert.equal(number(evidence, 'in-opened-code'), 4);
    assert.equal(number(evidence, 'in-run'), 3);
    assert.equal(number(evidence, 'rules'), 2);
    assert.equal(number(evidence, 'grave-rules'), 1);
    assert.equal(number(evidence, 'gravest'), 4);
  });
});
