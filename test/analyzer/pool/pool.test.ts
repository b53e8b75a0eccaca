import assert from 'node:assert/strict';
import type { ExaminationRequest } from '../../../analyzer/examine.ts';
import { WorkerPool, type Outcome, type Services } from '../../../analyzer/pool/index.ts';

const deep = 100_000;
const minute = 60_000;
const run = (pool: WorkerPool, text: string, timeoutMs = minute, signal?: AbortSignal): Promise<Outcome> =>
  pool.run(request(text), services, { timeoutMs, signal });
/** Nothing here is run or opened. */
const services: Services = {
  begin: () => undefined,
  emulate: () => Promise.reject(new Error('nothing here is run')),
  open: () => undefined,
};

const request = (text: string): ExaminationRequest => ({
  path: 'a.js',
  bytes: Buffer.from(text),
  level: 'full',
});
const modeOf = (outcome: Outcome): string =>
  outcome.status === 'done' ? (outcome.examination.scripts[0]?.parse.mode ?? 'no script') : outcome.status;

describe('WorkerPool', () => {
  let pool: WorkerPool;
  before(() => {
    pool = new WorkerPool({ workers: 1, memoryMb: 512 });
  });
  after(() => pool.close());

  const survived: [behaviour: string, text: string, mode: string][] = [
    ['100,000 terms', `a=${'"a"+'.repeat(deep)}"a"`, 'script'],
    ['100,000 calls in a chain', `a${'.b()'.repeat(deep)}`, 'script'],
    ['100,000 else-ifs', `${'if(a)b();else '.repeat(deep)}c()`, 'script'],
    ['100,000 nested blocks', `${'{'.repeat(deep)}${'}'.repeat(deep)}`, 'script'],
    ['100,000 nested brackets', `${'['.repeat(deep)}${']'.repeat(deep)}`, 'none'],
    ['100,000 nested functions', `${'(function(){'.repeat(deep)}${'})()'.repeat(deep)}`, 'none'],
    ['100,000 open brackets', '('.repeat(deep), 'none'],
  ];
  for (const [behaviour, text, mode] of survived) {
    it(`survives ${behaviour}`, async () => {
      assert.equal(modeOf(await run(pool, text)), mode);
    });
  }

  it('kills what takes too long, and goes on', async () => {
    const slow = `var a=[${'{b:function(){return c+1}},'.repeat(60_000)}]`;
    assert.equal((await run(pool, slow, 1)).status, 'timeout');
    assert.equal(modeOf(await run(pool, 'a()')), 'script');
  });

  it('survives a Worker that runs out of memory, and the tasks waiting behind it', async () => {
    const small = new WorkerPool({ workers: 1, memoryMb: 24 });
    const hungry = `var a=[${'{b:function(){return c+1}},'.repeat(150_000)}]`;
    const outcomes = await Promise.all([hungry, 'a()', 'b()'].map((one) => run(small, one)));
    await small.close();
    assert.deepEqual(outcomes.map(modeOf), ['memory', 'script', 'script']);
  });

  it('runs more tasks than it has Workers, each with its own answer', async () => {
    const sizes = [1, 2, 3, 4, 5, 6];
    const outcomes = await Promise.all(sizes.map((size) => run(pool, 'a();'.repeat(size))));
    const lengths = outcomes.map(
      (outcome) => outcome.status === 'done' && outcome.examination.scripts[0]!.bytes / 4,
    );
    assert.deepEqual(lengths, sizes);
  });

  it('stops at a signal, running or waiting', async () => {
    const controller = new AbortController();
    const tasks = ['a()', 'b()'].map((text) => run(pool, text, minute, controller.signal));
    controller.abort(new Error('enough'));
    for (const outcome of await Promise.allSettled(tasks)) {
      assert.equal(outcome.status === 'rejected' && (outcome.reason as Error).message, 'enough');
    }
    assert.equal(modeOf(await run(pool, 'a()')), 'script');
  });

  it('refuses work once closed', async () => {
    const closed = new WorkerPool({ workers: 1, memoryMb: 64 });
    await closed.close();
    await assert.rejects(run(closed, 'a()'), /closed/);
  });
});
