import assert from 'node:assert/strict';
import { findBreak, inUse, staticWords } from '../../../../analyzer/emulator/engine/extent.ts';
import { loadQuickJs } from '../../../../analyzer/emulator/engine/load.ts';

describe("the end of the interpreter's heap", () => {
  it('is found in its memory, and moves with what scripts use', async () => {
    const { quickJs, memory } = await loadQuickJs(96);
    const before = staticWords(memory.buffer);
    const context = quickJs.newContext();
    context.unwrapResult(context.evalCode('[1, 2, 3].map((one) => "x".repeat(one * 1000))')).dispose();
    const breakAt = findBreak(before, memory.buffer);
    assert.ok(breakAt !== null);
    context
      .unwrapResult(
        context.evalCode(
          'const kept = []; for (let i = 0; i < 40000; i++) kept.push("text ".repeat(50) + i);',
        ),
      )
      .dispose();
    const bytes = Buffer.from(memory.buffer);
    assert.ok(bytes.length > 16 * 1_048_576, 'memory had to grow');
    assert.equal(inUse.endOf(bytes, breakAt), inUse.endOf(bytes, null));
    context.dispose();
  });

  it('is looked for from the end of memory when the place does not tell it', () => {
    const memory = Buffer.alloc(4 * 1_048_576);
    memory.writeUInt32LE(1_048_576, 1_000);
    memory.write('behind', 1_048_576 + 100);
    assert.equal(inUse.endOf(memory, 1_000), 1_048_576 + 4096);
  });

  it('is not taken from a memory where no place fits', () => {
    const memory = new ArrayBuffer(4 * 1_048_576);
    const before = staticWords(memory);
    Buffer.from(memory).write('heap', 2 * 1_048_576);
    assert.equal(findBreak(before, memory), null);
  });
});
