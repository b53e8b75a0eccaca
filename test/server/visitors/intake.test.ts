import assert from 'node:assert/strict';
import {
  addChannel,
  addRule,
  addSite,
  ensureReportKey,
  listAlerts,
  listChanges,
  listVisitorHosts,
  listVisitorReports,
  readVisitorCounts,
  rotateReportKey,
  type Store,
} from '../../../server/store/index.ts';
import { VisitorIntake, tidyVisitorReports, visitorAges } from '../../../server/visitors/index.ts';
import type { IntakeParts } from '../../../server/visitors/intake.ts';
import { crawlSite, shopFile } from '../store/captures.ts';
import { onEveryDatabase } from '../store/databases.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 0, 5, 12);

/** What a browser posts about one thing that was blocked. */
export function bodyOf(blockedURL: string, change: object = {}): string {
  const body = {
    documentURL: 'https://shop.example/pay',
    blockedURL,
    effectiveDirective: 'script-src-elem',
    ...change,
  };
  return JSON.stringify([{ type: 'csp-violation', url: 'https://shop.example/pay', body }]);
}

onEveryDatabase('reports of visitors', (databases) => {
  let store: Store;
  let siteId: number;
  let key: string;
  let now: number;
  beforeEach(async () => {
    store = await databases.open();
    ({ id: siteId } = await addSite(store.db, { name: 'shop', definition: shopFile }));
    ({ key } = await ensureReportKey(store.db, siteId));
    now = start;
  });

  /** An intake whose clock is the test's; what it writes, it writes at once. */
  const intakeOf = (parts: Partial<IntakeParts> = {}): VisitorIntake =>
    new VisitorIntake({
      store,
      now: () => now,
      onError: (error) => {
        throw error;
      },
      ...parts,
    });
  const counts = async (): Promise<Record<string, number>> =>
    Object.fromEntries(
      (await readVisitorCounts(store.db, siteId)).map(({ outcome, count }) => [outcome, count]),
    );
  /** The same report from so many networks. */
  const fromNetworks = async (
    intake: VisitorIntake,
    networks: number,
    body: string,
    first = 0,
  ): Promise<void> => {
    for (let index = 0; index < networks; index++)
      await intake.accept(key, body, `198.51.${first + index}.7`);
    await intake.flush();
  };

  it('become one row for a directive, a host and a source, with counts and times', async () => {
    const intake = intakeOf();
    await intake.accept(key, bodyOf('https://evil.example/a.js?1'), '198.51.100.1');
    await intake.flush();
    now += 1000;
    await intake.accept(key, bodyOf('https://evil.example/b.js'), '198.51.100.1');
    await intake.accept(
      key,
      bodyOf('https://evil.example/b.js', { effectiveDirective: 'connect-src' }),
      undefined,
    );
    await intake.close();
    const { items } = await listVisitorReports(store.db, { siteId });
    assert.deepEqual(
      items
        .map((row) => [row.directive, row.blocked, row.source, row.count, row.lastSeenAt - row.firstSeenAt])
        .sort(),
      [
        ['connect-src', 'evil.example', 'https://shop.example/pay', 1, 0],
        ['script-src-elem', 'evil.example', 'https://shop.example/pay', 2, 1000],
      ],
    );
    assert.deepEqual(await counts(), { kept: 3 });
  });

  it('to no key, an old key or a strange one leave nothing', async () => {
    const intake = intakeOf();
    await rotateReportKey(store.db, siteId);
    for (const wrong of [key, '', 'x', '__proto__', 'k'.repeat(5000)]) {
      await intake.accept(wrong, bodyOf('https://evil.example/'), '198.51.100.1');
    }
    await intake.close();
    assert.deepEqual(await counts(), {});
    assert.equal(intake.counts.bodies, 0);
  });

  it('that are noise or malformed are counted by what they are', async () => {
    const intake = intakeOf();
    await intake.accept(key, bodyOf('chrome-extension://x/y.js'), '198.51.100.1');
    await intake.accept(key, bodyOf('https://translate.googleapis.com/'), '198.51.100.1');
    await intake.accept(key, 'no report', '198.51.100.1');
    await intake.refuse(key, 'too-large', '198.51.100.1');
    await intake.close();
    assert.deepEqual(await counts(), { extension: 1, malformed: 1, 'too-large': 1, translation: 1 });
  });

  it('of one client beyond its share are counted, not kept', async () => {
    const intake = intakeOf({ limits: { clientBurst: 3, clientPerSecond: 1 } });
    for (let index = 0; index < 5; index++)
      await intake.accept(key, bodyOf('https://evil.example/'), '198.51.100.1');
    await intake.accept(key, bodyOf('https://evil.example/'), '198.51.100.2');
    now += 2000;
    await intake.accept(key, bodyOf('https://evil.example/'), '198.51.100.1');
    await intake.close();
    assert.deepEqual(await counts(), { 'client-limit': 2, kept: 5 });
  });

  it('of one site beyond its share are counted, whoever sends them', async () => {
    const intake = intakeOf({ limits: { siteBurst: 2, sitePerSecond: 1 } });
    for (let index = 0; index < 4; index++)
      await intake.accept(key, bodyOf('https://evil.example/'), `198.51.100.${index}`);
    await intake.close();
    assert.deepEqual(await counts(), { kept: 2, 'site-limit': 2 });
  });

  it('never grow beyond the rows of a site: what one network reported gives way', async () => {
    const intake = intakeOf({ limits: { rowsPerSite: 10, waitingPerSite: 8, clientBurst: 1000 } });
    await fromNetworks(intake, 2, bodyOf('https://believed.example/'));
    for (let round = 0; round < 5; round++) {
      now += 1000;
      for (let index = 0; index < 20; index++) {
        await intake.accept(key, bodyOf(`https://h${round}-${index}.flood.example/`), '198.51.100.1');
      }
      await intake.flush();
    }
    const { items } = await listVisitorReports(store.db, { siteId, limit: 100 });
    assert.equal(items.length, 10);
    assert.ok(items.some(({ blocked }) => blocked === 'believed.example'));
    const told = await counts();
    assert.equal((told.kept ?? 0) + (told.overflow ?? 0), 102);
    assert.ok((told.overflow ?? 0) >= 60);
  });

  it('find no room where every row is believed', async () => {
    const intake = intakeOf({ limits: { rowsPerSite: 2 } });
    await fromNetworks(intake, 2, bodyOf('https://one.example/'));
    await fromNetworks(intake, 2, bodyOf('https://two.example/'));
    await fromNetworks(intake, 1, bodyOf('https://three.example/'));
    assert.deepEqual(await counts(), { kept: 4, overflow: 1 });
  });

  it('tell a host that crawls never met, once, when five networks reported it', async () => {
    await crawlSite(store, siteId, [
      { url: 'https://shop.example/', scripts: [{ body: 'a()', url: 'https://cdn.example/a.js' }] },
    ]);
    const intake = intakeOf();
    await fromNetworks(intake, 4, bodyOf('https://evil.example/x.js'));
    assert.deepEqual((await listChanges(store.db)).items, []);
    await fromNetworks(intake, 5, bodyOf('https://evil.example/x.js'));
    await fromNetworks(intake, 9, bodyOf('https://evil.example/x.js'));
    const { items } = await listChanges(store.db);
    assert.deepEqual(
      items.map(({ kind, severity, subject }) => [kind, severity, subject]),
      [['visitor-host', 'medium', { type: 'host', id: 'evil.example', url: 'https://shop.example/pay' }]],
    );
    assert.match(items[0]!.message, /5 networks or more reported evil\.example \(script-src-elem\)/);
  });

  it('of one network are one voice, however many addresses it has', async () => {
    await crawlSite(store, siteId, [{ url: 'https://shop.example/' }]);
    const intake = intakeOf();
    for (let index = 0; index < 50; index++) {
      await intake.accept(key, bodyOf('https://evil.example/'), `198.51.100.${index}`);
      await intake.accept(key, bodyOf('https://evil.example/'), `2001:db8:1:${index.toString(16)}::1`);
    }
    await intake.close();
    assert.deepEqual(await listVisitorHosts(store.db, siteId), []);
  });

  it('of a host that crawls met are no change', async () => {
    await crawlSite(store, siteId, [
      { url: 'https://shop.example/', scripts: [{ body: 'a()', url: 'https://cdn.example/a.js' }] },
    ]);
    await fromNetworks(intakeOf(), 5, bodyOf('https://cdn.example/other.js'));
    assert.deepEqual((await listChanges(store.db)).items, []);
    assert.deepEqual(
      (await listVisitorHosts(store.db, siteId)).map(({ host, state }) => [host, state]),
      [['cdn.example', 'known']],
    );
  });

  it('wait for the first crawl of their site', async () => {
    await fromNetworks(intakeOf(), 5, bodyOf('https://evil.example/'));
    assert.equal((await listVisitorHosts(store.db, siteId))[0]!.state, 'waiting');
    await crawlSite(store, siteId, [{ url: 'https://shop.example/' }]);
    await tidyVisitorReports({ store, now });
    assert.deepEqual(
      (await listChanges(store.db)).items.map(({ kind }) => kind),
      ['visitor-host'],
    );
  });

  it('raise an alert where a rule asks for it', async () => {
    await crawlSite(store, siteId, [{ url: 'https://shop.example/' }]);
    const target = { url: 'https://hooks.example/' };
    const channel = {
      type: 'webhook' as const,
      name: 'desk',
      target,
      enabled: true,
      seal: 's',
      secrets: 's',
      at: now,
    };
    const { id: channelId } = await addChannel(store.db, channel);
    await addRule(
      store.db,
      {
        name: 'all',
        channelId,
        minSeverity: 'medium',
        kinds: null,
        siteIds: null,
        quietHours: null,
        digest: null,
        enabled: true,
      },
      now,
    );
    await fromNetworks(intakeOf(), 5, bodyOf('https://evil.example/'));
    assert.deepEqual(
      (await listAlerts(store.db)).items.map(({ changes, severity }) => [changes, severity]),
      [[1, 'medium']],
    );
  });

  it('are forgotten when nobody sends them any more, and told again when they return', async () => {
    await crawlSite(store, siteId, [{ url: 'https://shop.example/' }]);
    await fromNetworks(intakeOf(), 5, bodyOf('https://evil.example/'));
    now += visitorAges.unseen + day;
    await tidyVisitorReports({ store, now });
    assert.deepEqual((await listVisitorReports(store.db, { siteId })).items, []);
    await fromNetworks(intakeOf(), 5, bodyOf('https://evil.example/'));
    assert.equal((await listChanges(store.db)).items.length, 2);
  });

  it('of four networks one week and one the next confirm nothing', async () => {
    await fromNetworks(intakeOf(), 4, bodyOf('https://evil.example/'));
    now += visitorAges.reporters + day;
    await tidyVisitorReports({ store, now });
    await fromNetworks(intakeOf(), 1, bodyOf('https://evil.example/'), 100);
    assert.deepEqual(await listVisitorHosts(store.db, siteId), []);
  });

  it('go with their site', async () => {
    await fromNetworks(intakeOf(), 5, bodyOf('https://evil.example/'));
    await store.db.deleteFrom('sites').where('id', '=', siteId).execute();
    for (const table of [
      'report_keys',
      'visitor_reports',
      'visitor_reporters',
      'visitor_hosts',
      'visitor_counts',
    ] as const) {
      assert.deepEqual(await store.db.selectFrom(table).selectAll().execute(), [], table);
    }
  });
});
