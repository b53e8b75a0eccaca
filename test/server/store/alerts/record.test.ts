import assert from 'node:assert/strict';
import {
  acknowledgeAlert,
  alertChanges,
  claimDelivery,
  deliveryItems,
  findAlert,
  listAlerts,
  listDeliveries,
  recordChanges,
  removeRule,
  removeSite,
  tellOfCrawl,
  updateChannel,
  type Store,
} from '../../../../server/store/index.ts';
import { crawlSite } from '../captures.ts';
import { onEveryDatabase } from '../databases.ts';
import { found, makeChannel, makeRule, makeSite, tell } from './made.ts';

const hour = 3_600_000;

onEveryDatabase('alerts', (databases) => {
  const open = async (): Promise<{ store: Store; site: number; channel: number }> => {
    const store = await databases.open();
    return { store, site: (await makeSite(store)).id, channel: (await makeChannel(store)).id };
  };
  const all = async (store: Store) => (await listAlerts(store.db)).items;
  const outbox = async (store: Store) => (await listDeliveries(store.db)).items;

  it('are raised by a rule for the changes of a crawl that it asks for, all in one', async () => {
    const { store, site, channel } = await open();
    await makeRule(store, channel, { minSeverity: 'medium', kinds: ['host-added'] });
    const crawl = await tell(store, site, [
      found('a', 'medium'),
      found('b', 'high'),
      found('c', 'low'),
      found('d', 'critical', 'form-added'),
    ]);
    const [alert, ...others] = await all(store);
    assert.deepEqual([alert?.crawlId, alert?.severity, alert?.changes, others.length], [crawl, 'high', 2, 0]);
    const told = await alertChanges(store.db, alert!.id);
    assert.deepEqual(
      told.map((change) => change.subject.id),
      ['b', 'a'],
    );
    const [delivery, ...more] = await outbox(store);
    assert.deepEqual([delivery?.state, delivery?.kind, more.length], ['waiting', 'alert', 0]);
  });

  it('are raised once a rule, each with its own delivery', async () => {
    const { store, site, channel } = await open();
    const rules = [await makeRule(store, channel), await makeRule(store, channel)];
    await tell(store, site, [found('a', 'medium')]);
    assert.deepEqual(
      (await all(store)).map((alert) => alert.ruleId).sort(),
      rules.map((rule) => rule.id),
    );
    assert.equal(new Set((await outbox(store)).map((delivery) => delivery.webhookId)).size, 2);
  });

  it('are not raised by rules of other sites, by rules switched off, or when nothing new is told', async () => {
    const { store, site, channel } = await open();
    const other = await makeSite(store, 'other');
    await makeRule(store, channel, { siteIds: [other.id] });
    await makeRule(store, channel, { enabled: false });
    await tell(store, site, [found('a', 'critical')]);
    assert.deepEqual(await all(store), []);
    await makeRule(store, channel, { siteIds: [site] });
    await tell(store, site, [found('a', 'critical')]);
    assert.deepEqual(await all(store), []);
  });

  it('are recorded once, however often the changes of a crawl are', async () => {
    const { store, site, channel } = await open();
    await makeRule(store, channel);
    const crawl = await crawlSite(store, site, [{ url: 'https://shop.example/' }]);
    await Promise.all([1, 2, 3].map(() => recordChanges(store, crawl.id, [found('a', 'high')])));
    assert.deepEqual([(await all(store)).length, (await outbox(store)).length], [1, 1]);
  });

  it('are not there when the changes are rolled back', async () => {
    const { store, site, channel } = await open();
    await makeRule(store, channel);
    const crawl = await crawlSite(store, site, [{ url: 'https://shop.example/' }]);
    const broken = recordChanges(store, crawl.id, [found('a', 'high')], [], 1, () =>
      Promise.reject(new Error('the power failed')),
    );
    await assert.rejects(broken, /the power failed/);
    assert.deepEqual([await all(store), await outbox(store)], [[], []]);
  });

  it('are opened and told again when changes come to the same crawl later, with only those', async () => {
    const { store, site, channel } = await open();
    await makeRule(store, channel);
    const crawl = await tell(store, site, [found('a', 'medium')]);
    const [first] = await all(store);
    await acknowledgeAlert(store.db, first!.id, { by: 'ann', note: 'known', at: 5 });
    await store.transaction((db) =>
      tellOfCrawl(db, { id: crawl, siteId: site }, [found('b', 'critical'), found('a', 'medium')], 9),
    );
    const [alert, ...others] = await all(store);
    assert.deepEqual(
      [alert?.id, alert?.changes, alert?.tellings, alert?.severity, alert?.acknowledgedBy, others.length],
      [first!.id, 2, 2, 'critical', null, 0],
    );
    const news = await alertChanges(store.db, alert!.id, { telling: 2 });
    assert.deepEqual(
      news.map((change) => change.subject.id),
      ['b'],
    );
    assert.equal((await outbox(store)).length, 2);
  });

  it('of several crawls at once are all recorded', async () => {
    const { store, channel } = await open();
    await makeRule(store, channel, { digest: { every: 'hour' } });
    const sites = await Promise.all(['a', 'b', 'c', 'd'].map((name) => makeSite(store, name)));
    const crawls = [];
    for (const { id } of sites) crawls.push(await crawlSite(store, id, [{ url: 'https://shop.example/' }]));
    await Promise.all(crawls.map(({ id }) => recordChanges(store, id, [found('a', 'high')], [], 1000)));
    const [digest, ...others] = await outbox(store);
    assert.deepEqual([digest?.kind, digest?.dueAt, others.length], ['digest', hour, 0]);
    assert.equal((await deliveryItems(store.db, digest!.id)).length, 4);
  });

  it('gathered in a digest that is being sent already go into the next', async () => {
    const { store, site, channel } = await open();
    await makeRule(store, channel, { digest: { every: 'hour' } });
    await tell(store, site, [found('a', 'high')], 1000);
    const [digest] = await outbox(store);
    await claimDelivery(store.db, digest!.id, { owner: 'me', leaseMs: 1, at: hour });
    await tell(store, site, [found('b', 'high')], hour - 1);
    assert.deepEqual(
      (await outbox(store)).map((delivery) => delivery.dueAt),
      [2 * hour, hour],
    );
  });

  it('wait for the end of quiet hours and for their digest, unless they are critical', async () => {
    const { store, site, channel } = await open();
    const quietHours = { from: '00:00', to: '06:00', timeZone: 'UTC' };
    await makeRule(store, channel, { quietHours });
    await makeRule(store, channel, { quietHours, digest: { every: 'hour' } });
    await tell(store, site, [found('a', 'high')], hour);
    await tell(store, site, [found('b', 'critical')], hour);
    assert.deepEqual((await outbox(store)).map(({ kind, dueAt }) => [kind, dueAt / hour]).sort(), [
      ['alert', 1],
      ['alert', 1],
      ['alert', 6],
      ['digest', 6],
    ]);
  });

  it('to a channel that is switched off are recorded and their deliveries parked', async () => {
    const { store, site, channel } = await open();
    await makeRule(store, channel);
    await tell(store, site, [found('a', 'high')]);
    await updateChannel(store.db, channel, { enabled: false }, 1);
    await tell(store, site, [found('b', 'high')]);
    assert.deepEqual(
      (await outbox(store)).map(({ state, error }) => [state, error]),
      [
        ['parked', 'the channel is switched off'],
        ['parked', 'the channel is switched off'],
      ],
    );
  });

  it('stay when their rule is removed, and go with their site', async () => {
    const { store, site, channel } = await open();
    const rule = await makeRule(store, channel, { name: 'hosts' });
    await tell(store, site, [found('a', 'high')]);
    await removeRule(store.db, rule.id);
    const [alert] = await all(store);
    assert.deepEqual([alert?.ruleId, alert?.ruleName], [null, 'hosts']);
    await removeSite(store.db, site);
    await assert.rejects(findAlert(store.db, alert!.id), /There is no alert/);
  });
});
