import assert from 'node:assert/strict';
import { Webhook as Verifier } from 'standardwebhooks';
import { webhook } from '../../../../core/schema/index.ts';
import { startDeliveries, type Deliveries } from '../../../../server/alerts/index.ts';
import type { Store } from '../../../../server/store/index.ts';
import { startApi, who, type TestApi } from '../../api/service.ts';
import { found, makeSite, tell } from '../../store/alerts/made.ts';
import { onEveryDatabase } from '../../store/databases.ts';
import { Receiver, type Received } from '../receiver.ts';

const json = { 'content-type': 'application/json' };

interface Made {
  id: string;
  secret: string;
  [name: string]: unknown;
}

onEveryDatabase('alerting over the API', (databases) => {
  let store: Store;
  let api: TestApi;
  let receiver: Receiver;
  let deliveries: Deliveries | null = null;
  const faults: unknown[] = [];

  beforeEach(async () => {
    store = await databases.open();
    api = await startApi(store, { allowNetworks: ['127.0.0.0/8'], publicUrl: 'https://warden.example' });
    receiver = await new Receiver().start();
  });
  afterEach(async () => {
    await deliveries?.stop();
    deliveries = null;
    await receiver.stop();
    await api.close();
    assert.deepEqual(faults.splice(0), []);
  });

  const start = (): void => {
    deliveries = startDeliveries(api.context, { pollMs: 20, onError: (error) => faults.push(error) });
  };
  const make = async (path: string, body: object): Promise<Made> => {
    const response = await api.post(path, body);
    const made = (await response.json()) as Made;
    assert.equal(response.status, 201, JSON.stringify(made));
    return made;
  };
  const read = async (path: string): Promise<Record<string, unknown>> => {
    const response = await api.fetch(path);
    assert.equal(response.status, 200);
    return (await response.json()) as Record<string, unknown>;
  };
  const verify = (secret: string, { body, headers }: Received): unknown =>
    new Verifier(secret).verify(body, headers as Record<string, string>);

  it('tells a webhook what a crawl changed, signed, once', async () => {
    const site = await makeSite(store);
    const channel = await make('/channels', { type: 'webhook', url: `${receiver.url}/hook` });
    const rule = await make('/rules', { channel: channel.id, minSeverity: 'medium' });
    start();
    const crawl = await tell(store, site.id, [
      found('a.example', 'medium'),
      found('b.example', 'critical'),
      found('c.example', 'low'),
    ]);
    const [message] = await receiver.until(1);
    verify(channel.secret, message!);
    const { type, data } = webhook.parse(message!.message);
    assert.ok(type === 'alert.created');
    assert.deepEqual(
      [data.rule.id, data.site.name, data.crawl.id, data.alert.severity],
      [rule.id, 'shop', String(crawl), 'critical'],
    );
    assert.deepEqual(
      data.changes.map((change) => change.subject.id),
      ['b.example', 'a.example'],
    );
    assert.equal(data.link, `https://warden.example/api/v1/alerts/${data.alert.id}`);
    const alert = (await read(`/alerts/${data.alert.id}`)) as { deliveries: { webhookId: string }[] };
    assert.equal(alert.deliveries[0]?.webhookId, message!.headers['webhook-id']);
    await deliveries?.stop();
    deliveries = null;
    const { items } = (await read('/deliveries')) as { items: { state: string }[] };
    assert.deepEqual([items.map((one) => one.state), receiver.received.length], [['delivered'], 1]);
  });

  it('shows a secret once and never again, nor stores it in plain text', async () => {
    const channel = await make('/channels', { type: 'webhook', url: receiver.url });
    assert.match(channel.secret, /^whsec_[A-Za-z0-9+/=]{44}$/);
    const slack = await make('/channels', { type: 'slack', url: `${receiver.url}/services/T0/B0/hush` });
    assert.equal(slack.secret, undefined);
    const everything = JSON.stringify([
      await read('/channels'),
      await read(`/channels/${channel.id}`),
      await store.db.selectFrom('channels').selectAll().execute(),
    ]);
    assert.ok(!everything.includes(channel.secret.slice(6)) && !everything.includes('hush'));
  });

  it('signs with both secrets while one replaces the other', async () => {
    const channel = await make('/channels', { type: 'webhook', url: receiver.url });
    const response = await api.post(`/channels/${channel.id}/secret`, { overlapHours: 1 });
    const { secret, previousUntil } = (await response.json()) as { secret: string; previousUntil: string };
    assert.ok(Date.parse(previousUntil) > Date.now());
    await api.post(`/channels/${channel.id}/test`, {});
    for (const one of [channel.secret, secret]) verify(one, receiver.received[0]!);
    const again = await api.post(`/channels/${channel.id}/secret`, { overlapHours: 0 });
    const last = ((await again.json()) as { secret: string }).secret;
    await api.post(`/channels/${channel.id}/test`, {});
    verify(last, receiver.received[1]!);
    assert.throws(() => verify(secret, receiver.received[1]!));
  });

  it('tests a channel at once, and tells how that went', async () => {
    const channel = await make('/channels', { type: 'webhook', url: receiver.url, enabled: false });
    const test = async () =>
      (await (await api.fetch(`/channels/${channel.id}/test`, { method: 'POST' })).json()) as {
        state: string;
        history: { status: number }[];
      };
    const good = await test();
    assert.deepEqual([good.state, good.history[0]?.status], ['delivered', 200]);
    assert.equal(webhook.parse(receiver.received[0]?.message).type, 'alert.test');
    receiver.answer = () => ({ status: 503 });
    const bad = await test();
    assert.deepEqual([bad.state, bad.history.length, bad.history[0]?.status], ['parked', 1, 503]);
  });

  for (const [url, code] of [
    ['https://10.1.2.3/', 'SW_NETWORK_REFUSED'],
    ['https://169.254.169.254/latest/', 'SW_NETWORK_REFUSED'],
    ['https://[::1]/', 'SW_NETWORK_REFUSED'],
    ['https://0x0a000001/', 'SW_NETWORK_REFUSED'],
    ['http://93.184.215.14/', 'SW_NETWORK_REFUSED'],
    ['https://user:word@127.0.0.1/', 'SW_NETWORK_REFUSED'],
    ['ftp://127.0.0.1/', 'SW_NETWORK_REFUSED'],
    ['http://127.0.0.1:25/', 'SW_NETWORK_REFUSED'],
    ['nonsense', 'SW_URL_INVALID'],
  ] as const) {
    it(`refuses to save a webhook to ${url}`, async () => {
      const response = await api.post('/channels', { type: 'webhook', url });
      assert.equal(response.status, 422);
      assert.equal(((await response.json()) as { code: string }).code, code);
      const channel = await make('/channels', { type: 'webhook', url: receiver.url });
      const change = { method: 'PATCH', headers: json, body: JSON.stringify({ url }) };
      assert.equal((await api.fetch(`/channels/${channel.id}`, change)).status, 422);
    });
  }

  it('refuses mail servers in private networks, and unencrypted ones outside allowed networks', async () => {
    const email = (smtp: object) => api.post('/channels', { type: 'email', to: ['ann@shop.example'], smtp });
    assert.equal((await email({ host: '10.0.0.1' })).status, 422);
    assert.equal((await email({ host: '93.184.215.14', security: 'none' })).status, 422);
    assert.equal((await email({ host: '127.0.0.1', security: 'none' })).status, 201);
  });

  it('refuses addresses that could carry a header or a second recipient', async () => {
    for (const to of [
      'a@b.example\r\nBcc: c@d.example',
      'a@b.example, c@d.example',
      'Ann <a@b.example>',
      'a@b@c',
    ]) {
      const response = await api.post('/channels', { type: 'email', to: [to], smtp: { host: '127.0.0.1' } });
      assert.equal(response.status, 400, to);
    }
  });

  it('keeps a channel while rules tell it', async () => {
    const channel = await make('/channels', { type: 'webhook', url: receiver.url });
    const rule = await make('/rules', { channel: channel.id });
    const remove = (path: string) => api.fetch(path, { method: 'DELETE' }).then(({ status }) => status);
    assert.equal(await remove(`/channels/${channel.id}`), 409);
    assert.equal(await remove(`/rules/${rule.id}`), 204);
    assert.equal(await remove(`/channels/${channel.id}`), 204);
  });

  it('previews what a rule would have fired on, and what it would have sent', async () => {
    const site = await makeSite(store);
    const hour = 3_600_000;
    const noon = Math.floor(Date.now() / (24 * hour)) * 24 * hour - 12 * hour;
    await tell(store, site.id, [found('a', 'high'), found('b', 'medium'), found('c', 'low')], noon);
    await tell(store, site.id, [found('d', 'high')], noon + 1000);
    await tell(store, site.id, [found('e', 'critical')], noon + 2000);
    await tell(store, site.id, [found('f', 'high')], noon - 60 * 24 * hour);
    const response = await api.post('/rules/preview', {
      minSeverity: 'medium',
      digest: { every: 'hour' },
      days: 7,
    });
    const preview = (await response.json()) as {
      alertCount: number;
      changeCount: number;
      messageCount: number;
      alerts: { severity: string; changes: number; sentAs: string }[];
    };
    assert.deepEqual([preview.alertCount, preview.changeCount, preview.messageCount], [3, 4, 2]);
    assert.deepEqual(
      preview.alerts.map(({ severity, changes, sentAs }) => [severity, changes, sentAs]),
      [
        ['critical', 1, 'alert'],
        ['high', 1, 'digest'],
        ['high', 2, 'digest'],
      ],
    );
    const channel = await make('/channels', { type: 'webhook', url: receiver.url });
    const rule = await make('/rules', { channel: channel.id, minSeverity: 'critical', sites: ['shop'] });
    assert.equal((await read(`/rules/${rule.id}/preview?days=7`)).alertCount, 1);
    assert.equal((await read('/alerts')).next, null);
    assert.deepEqual((await read('/alerts')).items, []);
  });

  it('changes a rule only in what is given', async () => {
    const site = await makeSite(store);
    const channel = await make('/channels', { type: 'webhook', url: receiver.url });
    const rule = await make('/rules', {
      channel: channel.id,
      name: 'nights',
      minSeverity: 'high',
      kinds: ['host-added'],
      sites: [String(site.id)],
      quietHours: { from: '22:00', to: '06:00', timeZone: 'Europe/Vienna' },
      enabled: false,
    });
    const response = await api.fetch(`/rules/${rule.id}`, {
      method: 'PATCH',
      headers: json,
      body: JSON.stringify({ quietHours: null, digest: { every: 'day' } }),
    });
    assert.equal(response.status, 200);
    const changed = (await response.json()) as Made;
    const digest = { every: 'day', at: '08:00', timeZone: 'UTC' };
    assert.deepEqual(changed, { ...rule, quietHours: null, digest, updatedAt: changed.updatedAt });
  });

  it('takes no quiet hours without length, no odd times, zones or kinds', async () => {
    const channel = await make('/channels', { type: 'webhook', url: receiver.url });
    for (const wrong of [
      { quietHours: { from: '22:00', to: '22:00' } },
      { quietHours: { from: '24:00', to: '06:00' } },
      { quietHours: { from: '22:00', to: '06:00', timeZone: 'Mars/Olympus' } },
      { digest: { every: 'week' } },
      { kinds: ['nonsense'] },
      { minSeverity: 'terrible' },
      { sites: [] },
    ]) {
      assert.equal(
        (await api.post('/rules', { channel: channel.id, ...wrong })).status,
        400,
        JSON.stringify(wrong),
      );
    }
    assert.equal((await api.post('/rules', { channel: '999' })).status, 404);
    assert.equal((await api.post('/rules', { channel: channel.id, sites: ['none'] })).status, 404);
  });

  it('lets analysts acknowledge an alert of their sites, with a note', async () => {
    const [mine, other] = [await makeSite(store, 'mine'), await makeSite(store, 'other')];
    const channel = await make('/channels', { type: 'webhook', url: receiver.url });
    await make('/rules', { channel: channel.id });
    await tell(store, mine.id, [found('a', 'high')]);
    await tell(store, other.id, [found('a', 'high')]);
    const { items } = (await read('/alerts?acknowledged=false')) as { items: { id: string; site: string }[] };
    const [theirs, own] = items.map((alert) => alert.id);
    const ann = who(null, [[mine.id, 'analyst']]);
    const seen = (await (await api.fetch('/alerts', { as: ann })).json()) as { items: { id: string }[] };
    assert.deepEqual(
      seen.items.map((alert) => alert.id),
      [own],
    );
    const response = await api.post(`/alerts/${own}/acknowledge`, { note: 'our release' }, { as: ann });
    const alert = (await response.json()) as Record<string, unknown>;
    assert.deepEqual([alert.acknowledgedBy, alert.note], ['user 1', 'our release']);
    assert.equal((await api.post(`/alerts/${theirs}/acknowledge`, {}, { as: ann })).status, 404);
    const bob = who(null, [[mine.id, 'viewer']]);
    assert.equal((await api.post(`/alerts/${own}/acknowledge`, {}, { as: bob })).status, 403);
    const listed = (await (await api.fetch('/deliveries', { as: bob })).json()) as {
      items: { id: string }[];
    };
    assert.equal(listed.items.length, 1);
    assert.equal((await api.post(`/deliveries/${listed.items[0]!.id}/resend`, {}, { as: bob })).status, 403);
  });

  it('is for administrators to set up: of every site, but for rules of their own sites', async () => {
    const mine = await makeSite(store, 'mine');
    const channel = await make('/channels', { type: 'webhook', url: `${receiver.url}/path?key=1` });
    const ann = who(null, [[mine.id, 'admin']]);
    const post = async (path: string, body: object) => (await api.post(path, body, { as: ann })).status;
    assert.equal(await post('/channels', { type: 'webhook', url: receiver.url }), 403);
    assert.equal(await post(`/channels/${channel.id}/test`, {}), 403);
    assert.equal(await post('/rules', { channel: channel.id }), 403);
    assert.equal(await post('/rules', { channel: channel.id, sites: ['mine'] }), 201);
    const seen = await (await api.fetch('/channels', { as: ann })).text();
    assert.ok(!seen.includes('key=1') && !seen.includes('/path'));
    const analyst = who('analyst');
    assert.equal((await api.post('/rules', { channel: channel.id }, { as: analyst })).status, 403);
  });

  it('remembers who did what', async () => {
    const channel = await make('/channels', { type: 'webhook', url: receiver.url });
    await make('/rules', { channel: channel.id });
    const secret = { type: 'slack', url: `${receiver.url}/services/hush` };
    assert.equal((await api.post('/channels', secret, { as: who(null, [[1, 'admin']]) })).status, 403);
    const rows = await store.db
      .selectFrom('audit')
      .select(['action', 'actor', 'detail'])
      .orderBy('id')
      .execute();
    assert.deepEqual(
      rows.map((row) => row.action),
      ['channels.create', 'rules.create', 'channels.create'],
    );
    assert.ok(!JSON.stringify(rows).includes(channel.secret) && !JSON.stringify(rows).includes('hush'));
  });
});
