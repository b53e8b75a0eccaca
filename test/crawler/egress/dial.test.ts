import assert from 'node:assert/strict';
import { allowedAddresses } from '../../../crawler/egress/dial.ts';

describe('addresses of a host', () => {
  it('are given up when the resolver stays silent', async () => {
    const silent = () => new Promise<string[]>(() => undefined);
    await assert.rejects(
      allowedAddresses('slow.example', [], silent, 1),
      /slow\.example has no address \(no answer in time\)/,
    );
  });

  it('are those the rules allow', async () => {
    const resolve = () => Promise.resolve(['10.0.0.1', '93.184.216.34']);
    assert.deepEqual(await allowedAddresses('shop.example', [], resolve), ['93.184.216.34']);
  });
});
