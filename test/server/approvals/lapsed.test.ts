import assert from 'node:assert/strict';
import { lapsedFalsePositives, type EndedDecision } from '../../../server/approvals/index.ts';
import { compare } from '../../../server/drift/index.ts';
import { script, site, version } from '../drift/states.ts';

const bad = script({ versions: [version('b', { verdict: 'malicious' })] });
const before = site({ scripts: [bad], at: '2026-01-01T00:00:00.000Z' });
const after = site({ scripts: [bad], at: '2026-01-02T00:00:00.000Z', crawl: 'crawl-2' });

const decision: EndedDecision = {
  id: '7',
  scope: 'structure',
  target: 'structure-b',
  decision: 'false-positive',
  owner: null,
  purpose: null,
  justification: 'our load test',
  decidedBy: 'ada',
  decidedAt: '2025-12-01T00:00:00.000Z',
  expiresAt: '2026-01-01T12:00:00.000Z',
  endedAt: '2026-01-01T12:00:00.000Z',
  behaviour: null,
};

describe('a false-positive decision that ended', () => {
  it('brings the verdict back that it silenced', () => {
    const [told, ...rest] = lapsedFalsePositives([], before, after, { ended: [decision], inForce: [] });
    assert.deepEqual([told?.severity, told?.kind, rest], ['critical', 'verdict-changed', []]);
    assert.match(
      told!.message,
      /ada called it a false positive \(our load test\) holds no more since 2026-01-01/,
    );
  });

  const silent = (parts: {
    ended?: Partial<EndedDecision>;
    inForce?: EndedDecision[];
    now?: typeof after;
    changes?: ReturnType<typeof compare>;
  }): unknown[] =>
    lapsedFalsePositives(parts.changes ?? [], before, parts.now ?? after, {
      ended: [{ ...decision, ...parts.ended }],
      inForce: parts.inForce ?? [],
    });

  it('says nothing twice, nor of what is told already, excused by a later decision, or gone', () => {
    assert.deepEqual(silent({ ended: { endedAt: '2025-12-31T00:00:00.000Z' } }), []);
    assert.deepEqual(silent({ changes: compare(site(), after) }), []);
    assert.deepEqual(silent({ inForce: [{ ...decision, expiresAt: '2026-06-01T00:00:00.000Z' }] }), []);
    assert.deepEqual(silent({ now: { ...after, scripts: [script()] } }), []);
    assert.deepEqual(silent({ ended: { target: 'structure-c' } }), []);
  });
});
