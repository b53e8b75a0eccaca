import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { visitorAges, visitorLimits } from '../../../server/visitors/index.ts';
import { maxEntries } from '../../../server/visitors/parse.ts';
import { reportersCounted } from '../../../server/store/index.ts';

describe("limits of visitors' reports", () => {
  it('are the ones that the guide tells', async () => {
    const guide = await readFile(new URL('../../../docs/guides/csp-reports.md', import.meta.url), 'utf8');
    const { bodyBytes, bodyMs, clientBurst, sitePerSecond, siteBurst, rowsPerSite, hostsPerSite } =
      visitorLimits;
    const { waitingPerSite, waiting, clientPerSecond } = visitorLimits;
    for (const row of [
      `one post | ${bodyBytes} `,
      `to arrive | ${bodyMs / 1000} `,
      `looked at | ${maxEntries} `,
      `IPv6 /64) | ${clientBurst} `,
      `of one site | ${sitePerSecond}, ${siteBurst} at once`,
      `rows of one site | ${rowsPerSite} `,
      `hosts of one site | ${hostsPerSite} `,
      `in memory | ${waitingPerSite} a site, ${waiting} in all`,
    ])
      assert.ok(guide.includes(row), row);
    assert.equal(clientPerSecond * 60, clientBurst);
    assert.equal(reportersCounted, 5);
    assert.deepEqual(
      [visitorAges.reporters, visitorAges.unseen, visitorAges.counts].map((age) => age / 86_400_000),
      [7, 90, 400],
    );
  });
});
