import assert from 'node:assert/strict';
import {
  activeApprovals,
  addApproval,
  addSite,
  approvalHistory,
  endApproval,
} from '../../../server/store/index.ts';
import { shopFile } from './captures.ts';
import { onEveryDatabase } from './databases.ts';

const day = 86_400_000;

onEveryDatabase('approvals', (databases) => {
  it('hold until they are replaced, ended or expire', async () => {
    const store = await databases.open();
    const { id: siteId } = await addSite(store.db, { name: 'shop', definition: shopFile });
    const base = { siteId, scope: 'script', target: '7', decidedBy: 'Ann' } as const;
    const first = await addApproval(store.db, { ...base, decision: 'approved', at: day, expiresAt: 9 * day });
    const decisions = async (at: number): Promise<number[]> =>
      (await activeApprovals(store.db, { siteId, at })).map((approval) => approval.id);
    assert.deepEqual([await decisions(2 * day), await decisions(10 * day)], [[first.id], []]);
    const second = await addApproval(store.db, { ...base, decision: 'rejected', at: 3 * day });
    assert.deepEqual(await decisions(4 * day), [second.id]);
    await endApproval(store.db, second.id, 'it gained behaviour', 5 * day);
    assert.deepEqual(await decisions(6 * day), []);
    const history = await approvalHistory(store.db, 'script', '7');
    assert.deepEqual(
      history.map((one) => one.endedReason),
      ['it gained behaviour', 'replaced by a later decision'],
    );
  });

  it('for every site count for each', async () => {
    const store = await databases.open();
    const { id: siteId } = await addSite(store.db, { name: 'shop', definition: shopFile });
    const vendor = {
      siteId: null,
      scope: 'vendor',
      target: 'Pay',
      decision: 'approved',
      decidedBy: 'Ann',
    } as const;
    const { id } = await addApproval(store.db, vendor);
    assert.deepEqual(
      (await activeApprovals(store.db, { siteId })).map((one) => one.id),
      [id],
    );
  });

  it('silence a structure only as a false positive with reason and end', async () => {
    const store = await databases.open();
    const base = { siteId: null, scope: 'structure', target: 'ab', decidedBy: 'Ann' } as const;
    const code = { code: 'SW_STORE_CONFLICT' };
    await assert.rejects(
      addApproval(store.db, { ...base, decision: 'false-positive', justification: 'x' }),
      code,
    );
    await assert.rejects(addApproval(store.db, { ...base, scope: 'host', decision: 'false-positive' }), code);
    await addApproval(store.db, {
      ...base,
      decision: 'false-positive',
      justification: 'ours',
      expiresAt: Date.now() + day,
    });
  });
});
