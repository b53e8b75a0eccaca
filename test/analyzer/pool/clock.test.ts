import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { startClock } from '../../../analyzer/pool/clock.ts';

const start = async (code: string): Promise<Worker> => {
  const worker = new Worker(`require('node:worker_threads').parentPort.postMessage('up');${code}`, {
    eval: true,
    execArgv: [],
  });
  await once(worker, 'message');
  return worker;
};
const ended = (worker: Worker, limitMs: number): Promise<number> =>
  new Promise((resolve) => {
    const from = performance.now();
    startClock(worker, limitMs, () => resolve(performance.now() - from));
  });

describe('startClock', () => {
  it('ends what computes without end', async () => {
    const worker = await start('for (;;);');
    await ended(worker, 60);
    await worker.terminate();
  });

  it('gives more time on the wall to a Worker that uses none', async () => {
    const worker = await start('setInterval(() => {}, 1000);');
    assert.ok((await ended(worker, 60)) >= 150);
    await worker.terminate();
  });

  it('ends with a Worker that is gone', async () => {
    const worker = await start('');
    await worker.terminate();
    await ended(worker, 60);
  });

  it('does nothing once it is stopped', async () => {
    const busy = await start('for (;;);');
    const stop = startClock(busy, 30, () => assert.fail('it was stopped'));
    stop();
    await ended(busy, 90);
    await busy.terminate();
  });
});
