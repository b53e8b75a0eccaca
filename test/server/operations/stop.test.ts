import assert from 'node:assert/strict';
import { createLog } from '../../../server/operations/index.ts';
import { stopAll } from '../../../server/operations/stop.ts';

describe('stopping the parts of a service', () => {
  it('goes in order, whatever fails or hangs', async () => {
    const stopped: string[] = [];
    let told = '';
    const log = createLog({ level: 'warn', format: 'json', write: (line) => void (told += line) });
    const part = (name: string, work: () => Promise<unknown>) => ({
      name,
      stop: () => {
        stopped.push(name);
        return work();
      },
    });
    await stopAll(
      [
        part('one', () => Promise.reject(new Error('stuck'))),
        part('two', () => new Promise(() => undefined)),
        part('three', () => Promise.resolve()),
      ],
      log,
      5,
    );
    assert.deepEqual(stopped, ['one', 'two', 'three']);
    assert.match(told, /could not be stopped[\s\S]*did not stop in time/);
  });
});
