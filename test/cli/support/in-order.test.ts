import assert from 'node:assert/strict';
import { inOrder } from '../../../cli/support/in-order.ts';

const never = new AbortController().signal;

describe('working on several items at a time', () => {
  it('gives results in the order of the items, whichever is ready first', async () => {
    const gates = [0, 1, 2].map(() => Promise.withResolvers<string>());
    gates[2]!.resolve('c');
    gates[1]!.resolve('b');
    const results = inOrder([0, 1, 2], (item) => gates[item]!.promise, 3, never);
    gates[0]!.resolve('a');
    assert.deepEqual(await Array.fromAsync(results), ['a', 'b', 'c']);
  });

  it('has no more in hand than the limit', async () => {
    let running = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
    };
    await Array.fromAsync(inOrder(Array(20).fill(0), work, 4));
    assert.ok(most <= 4);
  });

  it('throws a failure when its turn comes', async () => {
    const seen: number[] = [];
    const work = (item: number): Promise<number> =>
      item === 2 ? Promise.reject(new Error('two')) : Promise.resolve(item);
    await assert.rejects(async () => {
      for await (const result of inOrder([1, 2, 3], work, 3)) seen.push(result);
    }, /two/);
    assert.deepEqual(seen, [1]);
  });

  it('takes nothing new once aborted, and ends quietly', async () => {
    const stop = new AbortController();
    const started: number[] = [];
    const work = (item: number): Promise<number> => {
      started.push(item);
      if (item === 2) stop.abort();
      return stop.signal.aborted ? Promise.reject(new Error('aborted')) : Promise.resolve(item);
    };
    assert.deepEqual(await Array.fromAsync(inOrder([1, 2, 3, 4], work, 2, stop.signal)), [1]);
    assert.deepEqual(started, [1, 2]);
  });
});
