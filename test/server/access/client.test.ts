import assert from 'node:assert/strict';
import { networkOf } from '../../../server/access/index.ts';
import { openStore } from '../../../server/store/index.ts';
import { useFolder } from './folder.ts';
import { startTestService } from './service.ts';

describe('one client', () => {
  it('is an IPv4 address, or a network of 64 bits', () => {
    assert.equal(networkOf('192.0.2.1'), '192.0.2.1');
    assert.equal(networkOf('::ffff:192.0.2.1'), '192.0.2.1');
    assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
    assert.equal(networkOf('2001:db8:1:2::9'), '2001:db8:1:2::/64');
    assert.equal(networkOf('nonsense'), 'unknown');
  });

  const folder = useFolder();

  async function addressesSeen(settings: object, forwarded: readonly string[]): Promise<string[]> {
    const store = await openStore({ dataDir: folder() });
    const service = await startTestService(store, { ...settings });
    await service.user('ann', 'viewer');
    for (const value of forwarded) {
      await service.browser({ 'x-forwarded-for': value }).logIn('ann');
    }
    const rows = await store.db.selectFrom('sessions').select('address').orderBy('id').execute();
    await service.close();
    await store.close();
    return rows.map(({ address }) => address);
  }

  it('cannot choose its address', async () => {
    assert.deepEqual(await addressesSeen({}, ['203.0.113.7']), ['127.0.0.1']);
  });

  it('is who a trusted proxy says, and not who the client says it is', async () => {
    const seen = await addressesSeen({ trustedProxies: ['127.0.0.1/32'] }, [
      '203.0.113.7',
      '198.51.100.1, 203.0.113.8',
      'rubbish',
    ]);
    assert.deepEqual(seen, ['203.0.113.7', '203.0.113.8', 'rubbish']);
  });
});
