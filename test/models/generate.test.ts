import assert from 'node:assert/strict';
import { parse } from 'acorn';
import { generateScripts, type Label } from '../../models/training/generate/index.ts';

const labels: readonly Label[] = ['benign', 'magecart', 'cryptomining', 'malware'];

describe('generated training scripts', () => {
  for (const label of labels) {
    it(`of ${label} parse, differ and are the same again from the same seed`, () => {
      const texts = generateScripts(label, 300, 1);
      for (const text of texts)
        assert.doesNotThrow(() => parse(text, { ecmaVersion: 'latest', sourceType: 'module' }), text);
      assert.ok(new Set(texts).size > 250);
      assert.deepEqual(generateScripts(label, 300, 1), texts);
      assert.notDeepEqual(generateScripts(label, 300, 2), texts);
    });

    it(`of ${label} name no host that could exist`, () => {
      for (const text of generateScripts(label, 300, 1)) {
        for (const [, host] of text
          .replaceAll("'+'", '')
          .matchAll(/(?:https?|wss):\/\/([\w.-]+)(?=[/:'"?\s])/g)) {
          assert.match(host!, /\.(?:invalid|example|test)$|^m\.$/, text);
        }
      }
    });
  }
});
