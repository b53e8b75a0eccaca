import assert from 'node:assert/strict';
import type { Evidence, Probabilities } from '../../../core/schema/index.ts';
import { judge } from '../../../analyzer/verdict/index.ts';

const limits = { suspicious: 0.3, malicious: 0.8 };
const thresholds = { magecart: limits, cryptomining: limits, malware: { suspicious: 0.2, malicious: 0.5 } };

function probabilities(part: Partial<Probabilities>): Probabilities {
  return { benign: 0, magecart: 0, cryptomining: 0, malware: 0, ...part };
}

const reason: Evidence = {
  rule: 'a-rule',
  severity: 'high',
  message: 'Reads the card number.',
  location: { line: 1, column: 1 },
  snippet: 'card.value',
};

const rows: [string, Parameters<typeof judge>[0], Partial<ReturnType<typeof judge>>][] = [
  [
    'is benign without a category when no probability reaches a threshold',
    { probabilities: probabilities({ benign: 0.8, magecart: 0.2 }), evidence: [reason], thresholds },
    { verdict: 'benign', category: null },
  ],
  [
    'is suspicious from the suspicious threshold on',
    { probabilities: probabilities({ benign: 0.7, magecart: 0.3 }), evidence: [reason], thresholds },
    { verdict: 'suspicious', category: 'magecart' },
  ],
  [
    'is malicious from the malicious threshold on',
    { probabilities: probabilities({ benign: 0.2, cryptomining: 0.8 }), evidence: [reason], thresholds },
    { verdict: 'malicious', category: 'cryptomining' },
  ],
  [
    'scores the likeliest category by all three and the others by their own, and takes the lowest',
    { probabilities: probabilities({ magecart: 0.45, malware: 0.55 }), evidence: [reason], thresholds },
    {
      verdict: 'malicious',
      category: 'malware',
      scores: { integrity: 1, magecart: 37, cryptomining: 99, malware: 1 },
    },
  ],
  [
    'takes the likelier of two categories with equal scores',
    { probabilities: probabilities({ magecart: 0.301, cryptomining: 0.302 }), evidence: [], thresholds },
    { verdict: 'suspicious', category: 'cryptomining' },
  ],
  [
    'becomes suspicious, with scores of at least 10, when nothing supports a malicious score',
    { probabilities: probabilities({ magecart: 0.99, benign: 0.01 }), evidence: [], thresholds },
    {
      verdict: 'suspicious',
      category: 'magecart',
      scores: { integrity: 10, magecart: 10, cryptomining: 99, malware: 99 },
    },
  ],
  [
    'is benign when nothing speaks against very short code',
    { probabilities: probabilities({ magecart: 0.99, benign: 0.01 }), evidence: [], thresholds, bytes: 90 },
    { verdict: 'benign', category: null },
  ],
  [
    'takes reasons against very short code for what they are',
    {
      probabilities: probabilities({ magecart: 0.99, benign: 0.01 }),
      evidence: [reason],
      thresholds,
      bytes: 90,
    },
    { verdict: 'malicious', category: 'magecart' },
  ],
  [
    'does not count a mere description as a reason',
    {
      probabilities: probabilities({ magecart: 0.99, benign: 0.01 }),
      evidence: [{ ...reason, severity: 'info' }],
      thresholds,
    },
    { verdict: 'suspicious', category: 'magecart' },
  ],
];

describe('judge', () => {
  for (const [behaviour, input, expected] of rows) {
    it(behaviour, () => {
      const judgement = judge(input);
      assert.deepEqual({ ...judgement, ...expected }, judgement);
    });
  }
});
