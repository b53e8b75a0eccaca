import assert from 'node:assert/strict';
import { renderExplanation, saysSomething } from '../../../cli/render/explanation.ts';
import { plain } from '../../../cli/render/style.ts';
import type { Explanation } from '../../../core/schema/index.ts';

const told: Explanation = {
  layers: [
    { kind: 'code', decoded: 1 },
    { kind: 'values', decoded: 12 },
  ],
  decoded: ['https://stats.invalid/c', 'a\u001b[31m'],
  run: {
    outcome: 'completed',
    worlds: ['checkout'],
    requests: [
      {
        phase: 'event:click',
        transport: 'fetch',
        method: 'POST',
        url: 'https://stats.invalid/c?d=1',
        host: 'stats.invalid',
        carries: [{ field: 'card-number', encodings: ['base64', 'url'] }],
      },
    ],
  },
};

describe('renderExplanation', () => {
  const text = renderExplanation(told, 140, plain).join('\n');

  it('tells layers, strings and requests', () => {
    for (const part of [
      'code (1 text), then values (12 texts)',
      ', on click ·',
      'card-number (through base64, url)',
    ])
      assert.ok(text.includes(part), text);
  });

  it('takes the teeth out of addresses and escapes what could fool a terminal', () => {
    assert.ok(text.includes('hxxps://stats[.]invalid/c'));
    assert.ok(!text.includes('stats.invalid'));
    assert.ok(!text.includes('\u001b'));
  });

  it('says when nothing was run', () => {
    assert.match(renderExplanation({ ...told, run: null }, 100, plain).join('\n'), /not run/);
    assert.ok(!saysSomething({ layers: [], decoded: [], run: null }));
  });
});
