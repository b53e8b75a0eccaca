import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Snapshot } from '../../../../analyzer/emulator/engine/snapshot.ts';

const page = 4096;
const pages = 1_000;

/** A memory with a little in it, a long empty stretch, and a little more. */
function memoryOfTests(): ArrayBuffer {
  const memory = new ArrayBuffer(pages * page);
  const bytes = Buffer.from(memory);
  bytes.write('variables', 100);
  bytes.write('heap', 700 * page);
  bytes.write('more of it', 702 * page + 5);
  return memory;
}

describe('the copy of a memory', () => {
  it('puts back what a run wrote, wherever that is', () => {
    const anywhere = fc.integer({ min: 0, max: pages * page - 1 });
    fc.assert(
      fc.property(fc.array(fc.tuple(anywhere, fc.integer({ min: 0, max: 255 }))), (writes) => {
        const memory = memoryOfTests();
        const bytes = Buffer.from(memory);
        const before = Buffer.from(bytes);
        const snapshot = new Snapshot(memory, null);
        // The part of the stack that is never used is left as it is; 1 MiB of it counts as used.
        const isLookedAt = (at: number): boolean => at < page || at >= 700 * page - 1_048_576;
        for (const [at, value] of writes) if (isLookedAt(at)) bytes[at] = value;
        snapshot.changes(memory, Infinity);
        snapshot.restore(memory);
        assert.ok(bytes.equals(before));
      }),
      { numRuns: 30 },
    );
  });

  it('tells the pages that changed, and no more than asked for', () => {
    const memory = memoryOfTests();
    const snapshot = new Snapshot(memory, null);
    Buffer.from(memory).write('new', 701 * page);
    Buffer.from(memory).write('newer', 950 * page);
    const { bytes, before } = snapshot.changes(memory, Infinity);
    assert.equal(bytes.length, 2 * page);
    assert.ok(bytes.includes('new') && bytes.includes('newer'));
    assert.ok(before.equals(Buffer.alloc(2 * page)));
    assert.equal(snapshot.changes(memory, page).bytes.length, page);
  });

  it('puts back pages beyond those it told', () => {
    const memory = memoryOfTests();
    const before = Buffer.from(memory.slice(0));
    const snapshot = new Snapshot(memory, null);
    Buffer.from(memory).fill(1, 700 * page, 800 * page);
    snapshot.changes(memory, page);
    snapshot.restore(memory);
    assert.ok(Buffer.from(memory).equals(before));
  });
});
