import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import {
  processMetrics,
  ServiceMetrics,
  storeMetrics,
  type Sample,
} from '../../../server/operations/index.ts';
import { sampleStore } from '../../../server/operations/store-metrics.ts';
import { metricNames } from '../../../server/pipeline/index.ts';
import {
  abandonCrawl,
  addMeasures,
  addSite,
  createCrawl,
  enqueueJob,
  saveSchedule,
} from '../../../server/store/index.ts';
import { shopFile } from '../store/captures.ts';
import { onEveryDatabase } from '../store/databases.ts';

const now = Date.UTC(2026, 5, 1, 12);
const hour = 3_600_000;

/** `metric{label=value}` → value. */
function lines(samples: readonly Sample[]): Record<string, number> {
  return Object.fromEntries(
    samples.map(({ metric, labels, value }) => [[metric, ...Object.values(labels)].join(' '), value]),
  );
}

onEveryDatabase('metrics of the store', (databases) => {
  it('tell of an empty one that it is there', async () => {
    const told = lines(await sampleStore(await databases.open(), now));
    assert.equal(told.database_up, 1);
    assert.equal(told.schedule_delay_seconds, 0);
    assert.ok(told.database_bytes! > 10_000);
  });

  it('tell what waits, what runs and how crawls ended', async () => {
    const store = await databases.open();
    const add = (name: string) => addSite(store.db, { name, definition: { ...shopFile, name }, at: now });
    const [one, two, three] = [await add('one'), await add('two'), await add('three')];
    assert.ok(three.id > 0);
    await createCrawl(store.db, { siteId: one.id, cause: 'manual', at: now - 30 * hour });
    const failed = await createCrawl(store.db, { siteId: one.id, cause: 'manual', at: now - hour });
    await abandonCrawl(store.db, failed.id, 'failed', null, now);
    const waiting = await createCrawl(store.db, { siteId: two.id, cause: 'manual', at: now - 60_000 });
    await enqueueJob(store.db, { kind: 'crawl', crawlId: waiting.id, maxAttempts: 1, at: now - 60_000 });
    const schedule = { cron: '@daily', timeZone: 'UTC', jitterSeconds: 0, isEnabled: true, updatedAt: now };
    await saveSchedule(store.db, { ...schedule, siteId: one.id, nextRunAt: now - 5000 });
    const told = lines(await sampleStore(store, now));
    assert.deepEqual(
      {
        waiting: told['jobs crawl queued'],
        longest: told['job_wait_seconds crawl'],
        failed: told['crawls failed'],
        queued: told['crawls queued'],
        failing: told['sites failed'],
        never: told['sites none'],
        late: told.schedule_delay_seconds,
      },
      { waiting: 1, longest: 60, failed: 1, queued: 1, failing: 1, never: 1, late: 5 },
    );
  });

  it('tell how the detector fares, by model', async () => {
    const store = await databases.open();
    const measure = (name: string, label: string, value: number, at = now - hour) => ({
      name,
      label,
      value,
      at,
    });
    await addMeasures(store.db, [
      measure(metricNames.parseFailure, 'm1', 1),
      measure(metricNames.parseFailure, 'm1', 0),
      measure(metricNames.score, 'm1|9', 90),
      measure(metricNames.score, 'm1|1', 10),
      measure(metricNames.parseFailure, 'old', 1, now - 48 * hour),
    ]);
    const told = lines(await sampleStore(store, now));
    assert.deepEqual(
      [told['analyses m1'], told['parse_failure_ratio m1'], told['integrity_score_mean m1']],
      [2, 0.5, 50],
    );
    assert.equal(told['analyses old'], undefined);
  });

  it('tell of a database that is gone only that', async () => {
    const store = await databases.open();
    await store.close();
    assert.deepEqual(lines(await sampleStore(store, now)), { database_up: 0 });
  });
});

describe('the metrics', () => {
  it('are read from the store once in ten seconds at most', async () => {
    let reads = 0;
    const metrics = new ServiceMetrics('1.2.3', () => {
      reads++;
      return Promise.resolve([{ metric: 'jobs', labels: { kind: 'crawl', state: 'queued' }, value: reads }]);
    });
    assert.match(await metrics.text(1000), /^scriptwarden_jobs\{kind="crawl",state="queued"\} 1$/m);
    assert.match(await metrics.text(9000), /state="queued"\} 1$/m);
    assert.match(await metrics.text(20_000), /state="queued"\} 2$/m);
  });

  it('forget series that are no more', async () => {
    let kind = 'crawl';
    const metrics = new ServiceMetrics('1', () =>
      Promise.resolve([{ metric: 'jobs', labels: { kind, state: 'queued' }, value: 1 }]),
    );
    await metrics.text(0);
    kind = 'scan';
    assert.ok(!(await metrics.text(60_000)).includes('kind="crawl"'));
  });

  it('escape what stands in labels', async () => {
    const metrics = new ServiceMetrics('1', () =>
      Promise.resolve([{ metric: 'analyses', labels: { model: 'a"} 1\nb' }, value: 1 }]),
    );
    assert.match(await metrics.text(), /model="a\\"\} 1\\nb"/);
  });

  it('are those that docs/reference/metrics.md explains, both ways', async () => {
    const page = await readFile(new URL('../../../docs/reference/metrics.md', import.meta.url), 'utf8');
    const explained = [...page.matchAll(/^\| `(\w+)` \| ([^|]*)\|/gm)].map(
      ([, name, labels]) =>
        `${name!} ${[...labels!.matchAll(/`(\w+)`/g)].map(([, label]) => label).join(' ')}`,
    );
    const declared = Object.entries({ ...processMetrics, ...storeMetrics }).map(
      ([name, [, labels]]) => `${name} ${labels.join(' ')}`,
    );
    assert.deepEqual(explained.sort(), declared.sort());
  });

  it('each tell what they mean', async () => {
    const text = await new ServiceMetrics('1', () => Promise.resolve([])).text();
    for (const name of Object.keys(storeMetrics))
      assert.ok(text.includes(`# HELP scriptwarden_${name} `), name);
  });
});
