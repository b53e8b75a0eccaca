import assert from 'node:assert/strict';
import { createDeobfuscator, type Deobfuscator } from '../../../analyzer/deobfuscate/index.ts';
import { obfuscate, settings, skimmer } from './samples.ts';

const text = obfuscate(skimmer, settings['a list of texts']!);

describe('deobfuscator', () => {
  let deobfuscator: Deobfuscator | undefined;
  afterEach(() => deobfuscator?.close());

  it('opens a script and examines what came out, at places of the original', async () => {
    deobfuscator = createDeobfuscator({ workers: 1 });
    const { outcome, found } = await deobfuscator.open(text, ['hex-names']);
    assert.equal(outcome, 'opened');
    assert.ok(found!.behaviour.hosts.includes('stats.invalid'));
    assert.ok(found!.behaviour.fields.includes('#cc-number'));
    const reason = found!.evidence.find(({ host }) => host === 'stats.invalid');
    assert.match(reason!.message, /^In decoded code: /);
    assert.ok(reason!.location.column <= text.length);
    assert.ok(found!.features.length > 0);
  });

  it('puts places into the input that holds the script', async () => {
    deobfuscator = createDeobfuscator({ workers: 1 });
    const lines = new Uint32Array(text.length + 1).fill(7);
    const columns = Uint32Array.from({ length: text.length + 1 }, (_, index) => 100 + index);
    const { found } = await deobfuscator.open(text, ['hex-names'], { lines, columns });
    assert.ok(found!.evidence.every(({ location }) => location.line === 7 && location.column >= 100));
  });

  it('kills what takes too long, and goes on', async () => {
    deobfuscator = createDeobfuscator({ workers: 1, timeoutMs: 1 });
    const big = obfuscate(skimmer.repeat(20), settings['flattened control flow and dead code']!);
    const opened = await deobfuscator.open(big, ['hex-names']);
    assert.equal(opened.outcome, 'timeout');
    assert.equal(opened.text, null);
    assert.equal((await deobfuscator.open('x'.repeat(2_000_000), ['escapes'])).outcome, 'too-large');
  });

  it('survives a Worker without memory', async () => {
    deobfuscator = createDeobfuscator({ workers: 1, memoryMb: 8 });
    const { outcome } = await deobfuscator.open(`var _0x1 = [${'"abcdef",'.repeat(150_000)}];`, [
      'hex-names',
    ]);
    assert.equal(outcome, 'memory');
  });

  it('takes more scripts than it has Workers', async () => {
    deobfuscator = createDeobfuscator({ workers: 2 });
    const opened = await Promise.all(
      Array.from({ length: 5 }, () => deobfuscator!.open(text, ['hex-names'])),
    );
    assert.deepEqual(new Set(opened.map(({ outcome }) => outcome)), new Set(['opened']));
  });

  it('ends what is under way when it is closed', async () => {
    deobfuscator = createDeobfuscator({ workers: 1 });
    const under = [deobfuscator.open(text, ['hex-names']), deobfuscator.open(text, ['hex-names'])];
    await deobfuscator.close();
    for (const opened of await Promise.all(under)) assert.equal(opened.outcome, 'timeout');
  });
});
