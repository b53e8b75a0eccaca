import assert from 'node:assert/strict';
import type { Behaviour, Evidence } from '../../../core/schema/index.ts';
import { mergeFindings } from '../../../analyzer/deobfuscate/index.ts';

const reason = (rule: string, line: number, host?: string): Evidence => ({
  rule,
  severity: 'high',
  message: rule,
  location: { line, column: 1 },
  snippet: '',
  ...(host && { host }),
});
const behaviour = (hosts: string[]): Behaviour => ({
  fields: [],
  hosts,
  sinks: [],
  dynamicCode: [],
  storage: [],
});

describe('deobfuscate: findings before and after', () => {
  const merged = mergeFindings(
    { evidence: [reason('eval', 5)], behaviour: behaviour(['b.invalid']) },
    {
      evidence: [reason('eval', 3), reason('card', 1, 'a.invalid'), reason('card', 9, 'b.invalid')],
      behaviour: behaviour(['a.invalid', 'b.invalid']),
    },
  );

  it('join behaviour', () => assert.deepEqual(merged.behaviour.hosts, ['a.invalid', 'b.invalid']));

  it('keep each reason once, in order', () =>
    assert.deepEqual(
      merged.evidence.map(({ rule, location }) => [rule, location.line]),
      [
        ['card', 1],
        ['eval', 5],
        ['card', 9],
      ],
    ));
});
