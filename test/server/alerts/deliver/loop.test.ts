import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { webhook } from '../../../../core/schema/index.ts';
import { pauses, startDeliveries, type DeliveryOptions } from '../../../../server/alerts/deliver/index.ts';
import type { AlertContext } from '../../../../server/alerts/index.ts';
import {
  claimDelivery,
  deliveryAttempts,
  findChannel,
  findDelivery,
  listDeliveries,
  resendDelivery,
  type Delivery,
  type Store,
} from '../../../../server/store/index.ts';
import { found, makeRule, makeSite, tell } from '../../store/alerts/made.ts';
import { onEveryDatabase, type Databases } from '../../store/databases.ts';
import { addWebhook, alertContext, type Clock } from '../context.ts';
import { Receiver } from '../receiver.ts';

onEveryDatabase('deliveries', (databases) => {
  // Of its own, so that it ends before the store is closed.
  describe('from the outbox', () => suite(databases));
});

function suite(databases: Databases): void {
  let store: Store;
  let receiver: Receiver;
  let clock: Clock;
  let context: AlertContext;
  let site: number;
  /** How often somebody asked for the time: each look at the outbox does. */
  let asked = 0;
  const running: { stop: () => Promise<void> }[] = [];
  const faults: unknown[] = [];

  beforeEach(async () => {
    store = await databases.open();
    receiver = await new Receiver().start();
    clock = { at: Date.parse('2026-01-10T12:00:00Z') };
    context = alertContext(store, {}, clock);
    const { now } = context;
    context.now = () => {
      asked++;
      return now();
    };
    site = (await makeSite(store)).id;
  });
  afterEach(async () => {
    for (const one of running.splice(0)) await one.stop();
    await receiver.stop();
    assert.deepEqual(faults.splice(0), []);
  });

  const start = (options: Partial<DeliveryOptions> = {}, other = context) => {
    const loop = startDeliveries(other, { pollMs: 10, onError: (error) => faults.push(error), ...options });
    running.push(loop);
    return loop;
  };
  const all = async (): Promise<Delivery[]> => (await listDeliveries(store.db)).items;
  /** Looks until the deliveries are as wanted; gives up after any test's time. */
  const until = async (isSo: (deliveries: Delivery[]) => boolean): Promise<Delivery[]> => {
    const end = Date.now() + 60_000;
    for (;;) {
      const now = await all();
      if (isSo(now)) return now;
      if (Date.now() > end) throw new Error(`never so: ${JSON.stringify(now)}`);
      await delay(5);
    }
  };
  const isIn = (state: Delivery['state']) => (list: Delivery[]) => list.every((one) => one.state === state);
  /** Lets the loop look a few times. */
  const looks = async (): Promise<void> => {
    for (const enough = asked + 10; asked < enough;) await delay(1);
  };
  /** One alert to the receiver, or to another address. */
  const raise = async (key: string, url = `${receiver.url}/`): Promise<number> => {
    const { channel } = await addWebhook(context, url);
    await makeRule(store, channel.id);
    await tell(store, site, [found(key, 'high')], clock.at);
    return channel.id;
  };

  it('that fail are made again after growing pauses, under the same id with the same body, then parked', async () => {
    receiver.answer = () => ({ status: 500 });
    await raise('a');
    start();
    for (const [failed, pause] of pauses.entries()) {
      const [waiting] = await until(([one]) => one?.state === 'waiting' && one.failures === failed + 1);
      const wait = waiting!.dueAt - clock.at;
      assert.ok(wait >= 0.9 * pause && wait <= 1.1 * pause, `${wait} is not about ${pause}`);
      clock.at = waiting!.dueAt;
    }
    const [parked] = await until(isIn('parked'));
    assert.deepEqual(
      [parked!.attempts, parked!.error, receiver.received.length],
      [11, 'The target answered 500, no success.', 11],
    );
    const attempts = await deliveryAttempts(store.db, parked!.id);
    assert.deepEqual(new Set(attempts.map(({ status }) => status)), new Set([500]));
    const day = clock.at - attempts[0]!.at;
    assert.ok(day > 21 * 3_600_000 && day < 27 * 3_600_000, `${day} ms is about a day`);
    assert.equal(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size, 1);
    assert.equal(new Set(receiver.received.map(({ body }) => body)).size, 1);
    assert.equal(new Set(receiver.received.map(({ headers }) => headers['webhook-timestamp'])).size, 11);
  });

  it('that were parked can be sent again, under the same id', async () => {
    receiver.answer = () => ({ status: 410 });
    const channel = await raise('a');
    start();
    const [parked] = await until(isIn('parked'));
    await assert.rejects(resendDelivery(store.db, parked!.id, clock.at), /switched off/);
    receiver.answer = () => ({ status: 204 });
    await store.db.updateTable('channels').set({ enabled: 1 }).where('id', '=', channel).execute();
    await resendDelivery(store.db, parked!.id, clock.at);
    const [delivered] = await until(isIn('delivered'));
    assert.equal(delivered!.webhookId, parked!.webhookId);
    assert.equal(new Set(receiver.received.map(({ body }) => body)).size, 1);
  });

  it('to a target that answers 410 Gone end, and its channel is switched off', async () => {
    receiver.answer = () => ({ status: 410 });
    const channel = await raise('a');
    start();
    const [parked] = await until(isIn('parked'));
    const { enabled, disabledReason } = await findChannel(store.db, channel);
    assert.deepEqual([parked!.attempts, enabled, disabledReason], [1, false, 'the target answered 410 Gone']);
  });

  it('wait as long as the target asks for', async () => {
    receiver.answer = () => ({ status: 429, headers: { 'retry-after': '900' } });
    await raise('a');
    start();
    const [waiting] = await until(([one]) => one?.failures === 1);
    assert.equal(waiting!.dueAt - clock.at, 900_000);
  });

  it('follow no redirect', async () => {
    receiver.answer = () => ({ status: 302, headers: { location: '/elsewhere' } });
    await raise('a');
    start();
    const [waiting] = await until(([one]) => one?.failures === 1);
    assert.match(waiting!.error!, /302, a redirect/);
    assert.deepEqual(
      receiver.received.map(({ path }) => path),
      ['/'],
    );
  });

  it('go to no address that was allowed when the channel was saved and is not any more', async () => {
    await raise('a');
    const config = { ...context.config, allowNetworks: [] };
    start({}, { ...context, config });
    const [waiting] = await until(([one]) => one?.failures === 1);
    assert.match(waiting!.error!, /may not reach/);
    assert.equal(receiver.received.length, 0);
  });

  it('go to no name that has come to lead into a private network', async () => {
    const port = new URL(receiver.url).port;
    const resolve = (answers: string[][]) => () => Promise.resolve(answers.shift() ?? ['127.0.0.1']);
    context = alertContext(
      store,
      {
        resolve: resolve([['93.184.215.14'], ['127.0.0.1']]),
        config: { ...context.config, allowNetworks: [] },
      },
      clock,
    );
    await raise('a', `https://rebinding.example:${port}/`);
    start();
    const [waiting] = await until(([one]) => one?.failures === 1);
    assert.match(waiting!.error!, /leads to 127\.0\.0\.1, which this server may not reach/);
  });

  it('to others are not held up by a target that never answers', async () => {
    const silent = await new Receiver().start();
    silent.answer = () => null;
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) await raise(key, `${silent.url}/`);
    const loop = start({ stopMs: 0 });
    await silent.until(6);
    const { channel } = await addWebhook(context, receiver.url);
    await makeRule(store, channel.id);
    await tell(store, site, [found('z', 'high')], clock.at);
    await receiver.until(1);
    await loop.stop();
    running.splice(0);
    await silent.stop();
    const states = (await all()).filter((one) => one.channelId !== channel.id).map((one) => one.state);
    assert.deepEqual(new Set(states), new Set(['waiting']));
  });

  it('count as arrived with the head of the answer, however slowly its body comes', async () => {
    receiver.answer = () => ({ status: 200, headers: { 'content-length': '10' }, body: 'x' });
    await raise('a');
    start();
    await until(isIn('delivered'));
  });

  it('are made by one of several servers', async () => {
    const { channel } = await addWebhook(context, receiver.url);
    await makeRule(store, channel.id);
    for (let n = 0; n < 12; n++) await tell(store, site, [found(`a${n}`, 'high')], clock.at);
    const others = databases.kind === 'postgres' ? 3 : 1;
    for (let server = 0; server < others; server++) start({ perChannel: 2 });
    await until((list) => list.length === 12 && isIn('delivered')(list));
    assert.equal(receiver.received.length, 12);
    assert.deepEqual(new Set((await all()).map((one) => one.attempts)), new Set([1]));
  });

  it('that a vanished server had in hand are made again when its lease ends', async () => {
    await raise('a');
    const [one] = await all();
    const owner = 'elsewhere:1:0123456789ab';
    assert.ok(await claimDelivery(store.db, one!.id, { owner, leaseMs: 60_000, at: clock.at }));
    start();
    await looks();
    assert.equal((await findDelivery(store.db, one!.id)).state, 'sending');
    clock.at += 60_001;
    await until(isIn('delivered'));
    assert.equal((await findDelivery(store.db, one!.id)).attempts, 2);
  });

  it('gathered in a digest go out together when its time has come', async () => {
    const { channel } = await addWebhook(context, receiver.url);
    await makeRule(store, channel.id, { digest: { every: 'hour' } });
    const other = await makeSite(store, 'other');
    await tell(store, site, [found('a', 'low')], clock.at);
    await tell(store, other.id, [found('a', 'high'), found('b', 'medium')], clock.at + 1);
    start();
    await looks();
    assert.equal(receiver.received.length, 0);
    clock.at += 3_600_000;
    const [received] = await receiver.until(1);
    const { type, data } = received!.message;
    assert.ok(type === 'digest.created');
    assert.deepEqual(
      data.alerts.map(({ site: { name }, changes }) => [name, changes.length]),
      [
        ['other', 2],
        ['shop', 1],
      ],
    );
    assert.deepEqual(
      data.sites.map(({ name, changes }) => [name, changes.high, changes.low]),
      [
        ['other', 1, 0],
        ['shop', 0, 1],
      ],
    );
    assert.match(data.sites[0]!.report, /^https:\/\/warden\.example\/api\/v1\/sites\/\d+\/report\?from=/);
    webhook.parse(received!.message);
    await until(isIn('delivered'));
    assert.equal(receiver.received.length, 1);
  });
}
