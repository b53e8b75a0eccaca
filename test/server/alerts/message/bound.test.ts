import assert from 'node:assert/strict';
import fc from 'fast-check';
import { alertData, change } from '../../../../core/schema/index.ts';
import { boundedChange, fitChanges, messageBytes, sizeOf } from '../../../../server/alerts/message/index.ts';
import { madeAlert, madeChange } from '../made.ts';

const evidence = (text: string) => ({
  rule: 'r',
  severity: 'high' as const,
  message: text,
  location: { line: 1, column: 1 },
  snippet: text.slice(0, 400),
  host: text,
  steps: Array.from({ length: 50 }, () => ({ message: text })),
});

describe('a message', () => {
  it('leaves small changes as they are', () => {
    const small = madeChange({
      before: { hosts: ['a.example'] },
      evidence: [evidence('short')].map(({ steps: _, ...rest }) => rest),
    });
    assert.deepEqual(boundedChange(small), small);
  });

  it('says that it left out what is too large', () => {
    const large = boundedChange(madeChange({ before: 'x'.repeat(100_000), after: { small: true } }));
    assert.deepEqual(large.before, { truncated: true, bytes: 100_002 });
    assert.deepEqual(large.after, { small: true });
  });

  it('holds the worst changes and the number of the others', () => {
    const changes = Array.from({ length: 150 }, (_, n) =>
      madeChange({ id: String(n), message: 'm'.repeat(2000), before: 'b'.repeat(2000) }),
    );
    const data = fitChanges(madeAlert([]), changes, 5000);
    assert.ok(data.changes.length > 20 && data.changes.length < 150, String(data.changes.length));
    assert.deepEqual(
      data.changes.map(({ id }) => id),
      changes.slice(0, data.changes.length).map(({ id }) => id),
    );
    assert.deepEqual([data.alert.changes, data.alert.omitted], [5000, 5000 - data.changes.length]);
  });

  it('stays below its bound and true to its schema, whatever pages are called', () => {
    const text = fc
      .string({ unit: 'binary', maxLength: 200 })
      .chain((one) => fc.integer({ min: 0, max: 400 }).map((times) => one.repeat(times)));
    fc.assert(
      fc.property(text, text, fc.integer({ min: 1, max: 40 }), (message, other, count) => {
        const made = madeChange({
          message,
          subject: { type: 'host', id: other, url: other },
          before: { [message]: other },
          evidence: Array.from({ length: 30 }, () => evidence(other)),
        });
        change.parse(boundedChange(made));
        const data = fitChanges(
          madeAlert([]),
          Array.from({ length: count }, () => made),
          count,
        );
        alertData.parse(data);
        assert.ok(sizeOf(data) <= messageBytes + 100, String(sizeOf(data)));
      }),
      { numRuns: 30 },
    );
  });
});
