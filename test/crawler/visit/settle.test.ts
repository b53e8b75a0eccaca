import assert from 'node:assert/strict';
import { QuietTracker } from '../../../crawler/visit/quiet.ts';
import { settle, type SettleProbe } from '../../../crawler/visit/settle.ts';

const rule = { quietMs: 20, pollMs: 1, streamAfterMs: 1000, maxMs: 200 };
const calm: SettleProbe = { isLoaded: () => true, inflight: () => 0, nodes: () => Promise.resolve(5) };

describe('settle', () => {
  it('is over when nothing moves', async () => {
    assert.equal(await settle(calm, new AbortController().signal, rule), true);
  });

  it('gives up on a page that keeps changing', async () => {
    let nodes = 0;
    assert.equal(
      await settle({ ...calm, nodes: () => Promise.resolve(nodes++) }, new AbortController().signal, rule),
      false,
    );
  });

  it('takes no answer for no rest', async () => {
    assert.equal(
      await settle({ ...calm, nodes: () => Promise.resolve(null) }, new AbortController().signal, rule),
      false,
    );
  });

  it('ends with its signal', async () => {
    assert.equal(await settle({ ...calm, isLoaded: () => false }, AbortSignal.timeout(5), rule), false);
  });
});

describe('QuietTracker', () => {
  it('counts what is under way, but no streams', () => {
    const quiet = new QuietTracker();
    quiet.started('1', 'Script', 0);
    quiet.started('2', 'WebSocket', 0);
    quiet.started('3', 'Fetch', 90);
    assert.equal(quiet.inflight(100, 95), 2);
    assert.equal(quiet.inflight(100, 150), 1);
    quiet.ended('3');
    assert.equal(quiet.inflight(100, 150), 0);
  });
});
