import assert from 'node:assert/strict';
import { sha256 } from '../../../core/encoding/index.ts';
import { keepScan } from '../../../server/scans/create.ts';
import { endStrandedScans, startScans } from '../../../server/scans/index.ts';
import { defaultScanLimits } from '../../../server/scans/limits.ts';
import type { AnalyzerSource } from '../../../server/pipeline/index.ts';
import { claimJob, listJobs } from '../../../server/store/index.ts';
import { form, scanOf, skimmer, withScans } from './service.ts';

/** Analyses until it is called off. */
const endlessAnalyzer: AnalyzerSource = {
  acquire: () =>
    Promise.resolve({
      analyzer: {
        version: 'endless',
        analyze: (_input, signal) =>
          new Promise((_resolve, reject) =>
            signal?.addEventListener('abort', () => reject(new Error('called off'))),
          ),
        close: () => Promise.resolve(),
      },
      release: () => Promise.resolve(),
    }),
  close: () => Promise.resolve(),
};

withScans('scans as jobs', (scans) => {
  it('are answered with 202 and where to ask', async () => {
    const response = await scans.queue(form(['a.js', skimmer]));
    const scan = await scanOf(response, 202);
    assert.deepEqual([scan.results, scan.complete], [[], false]);
    assert.equal(response.headers.get('location'), `/api/v1/scans/${scan.id}`);
    const done = await scans.ended(scan.id);
    assert.deepEqual([done.state, done.results.length, done.complete], ['done', 1, true]);
  });

  it('that a dead process left are taken up by the next', async () => {
    const body = Buffer.from(skimmer);
    const file = {
      path: 'a.js',
      sha256: sha256(body),
      bytes: body.length,
      head: body.subarray(0, 16),
      read: () => Promise.resolve(body),
      dispose: () => Promise.resolve(),
    };
    const scan = await keepScan(
      scans.store,
      { source: 'files', name: 'a.js', files: [file] },
      { ownerId: 1, at: Date.now(), expiresAt: Date.now() + 1e6 },
    );
    const dead = await claimJob(scans.store, { owner: 'dead', leaseMs: -1 });
    assert.equal(dead?.state, 'running');
    startScans(scans.api.context, defaultScanLimits);
    const done = await scans.ended(scan.key);
    assert.deepEqual([done.state, done.results.length], ['done', 1]);
  });

  it('that died too often fail, and say so', async () => {
    const scan = await scanOf(await scans.queue(form(['a.js', skimmer])), 202);
    await scans.ended(scan.id);
    await scans.store.db.updateTable('scans').set({ state: 'running' }).execute();
    assert.equal(await endStrandedScans(scans.store, Date.now()), 1);
    const after = await scans.ended(scan.id);
    assert.deepEqual([after.state, after.error?.code], ['failed', 'SW_SCAN_FAILED']);
  });

  it('can be cancelled', async () => {
    Object.assign(scans.api.context, { analyzers: endlessAnalyzer });
    const scan = await scanOf(await scans.queue(form(['a.js', skimmer])), 202);
    const response = await scans.api.fetch(`/scans/${scan.id}/cancel`, { method: 'POST' });
    const { state, error } = await scanOf(response);
    assert.deepEqual([state, error?.code], ['failed', 'SW_SCAN_CANCELLED']);
    assert.deepEqual(
      (await listJobs(scans.store.db, { kind: 'scan' })).map((job) => job.state),
      ['cancelled'],
    );
    assert.equal((await scans.api.fetch(`/scans/${scan.id}`, { method: 'DELETE' })).status, 204);
    assert.equal((await scans.api.fetch(`/scans/${scan.id}`)).status, 404);
  });
});
