import assert from 'node:assert/strict';
import { startShop, type Shop } from '../../../samples/shop/index.ts';
import { ask } from './ask.ts';

describe('samples/shop: the server', () => {
  let shop: Shop;
  before(async () => {
    shop = await startShop({ clean: true });
  });
  after(() => shop.close());

  for (const path of [
    '/',
    '/product/fell-throw',
    '/cart',
    '/checkout',
    '/about',
    '/assets/shop.css',
    '/sw.js',
  ]) {
    it(`serves ${path}`, async () => {
      assert.equal((await ask(shop, shop.hosts.shop, path)).status, 200);
    });
  }

  it('answers 404 with a page for what it does not have', async () => {
    const answer = await ask(shop, shop.hosts.shop, '/product/nothing');
    assert.equal(answer.status, 404);
    assert.match(answer.body, /Back to the shop/);
  });

  it('links to every product, the basket and from there the checkout, so that a crawl arrives', async () => {
    const home = await ask(shop, shop.hosts.shop, '/');
    assert.equal(new Set(home.body.match(/\/product\/[\w-]+/g)).size, 6);
    assert.match(home.body, /href="\/cart"/);
    assert.match((await ask(shop, shop.hosts.shop, '/cart')).body, /href="\/checkout"/);
  });

  it('has a card form that browsers can fill in', async () => {
    const { body } = await ask(shop, shop.hosts.shop, '/checkout');
    for (const hint of ['cc-number', 'cc-exp', 'cc-csc', 'cc-name', 'email', 'shipping postal-code']) {
      assert.ok(body.includes(`autocomplete="${hint}"`), hint);
    }
  });

  it('sends security headers, with a policy that allows its third parties', async () => {
    const { headers } = await ask(shop, shop.hosts.shop, '/');
    const policy = String(headers['content-security-policy']);
    for (const host of [shop.hosts.tagManager, shop.hosts.cdn, shop.hosts.payment])
      assert.ok(policy.includes(host));
    assert.match(policy, /form-action 'self'/);
    assert.match(String(headers['strict-transport-security']), /max-age=\d+/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
  });

  it('keeps a basket behind a session cookie that scripts cannot read', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const added = await ask(shop, shop.hosts.shop, '/cart', {
      method: 'POST',
      body: 'sku=ash-board&quantity=2',
      headers,
    });
    assert.equal(added.status, 303);
    const cookie = [added.headers['set-cookie']].flat()[0] ?? '';
    assert.match(cookie, /^ll_session=\w+; .*HttpOnly/);
    const cart = await ask(shop, shop.hosts.shop, '/cart', { headers: { cookie: cookie.split(';')[0]! } });
    assert.match(cart.body, /£76\.00/);
  });

  it('escapes what a visitor typed', async () => {
    const { body } = await ask(shop, shop.hosts.shop, '/thank-you?order=LL-123456', {
      headers: { cookie: `ll_mail=${encodeURIComponent('<script>x</script>')}` },
    });
    assert.ok(body.includes('&lt;script&gt;x&lt;/script&gt;'));
    assert.ok(!body.includes('<script>x'));
  });

  it('serves the scripts of each third party from its own host, with its own port in every address', async () => {
    const { hosts } = shop;
    for (const [host, path] of [
      [hosts.tagManager, '/th.js'],
      [hosts.analytics, '/cp.js'],
      [hosts.chat, '/loader.js'],
      [hosts.chat, '/frame.js'],
      [hosts.consent, '/banner.js'],
      [hosts.payment, '/v2/payfold.js'],
      [hosts.cdn, '/quarry/3.4.1/quarry.js'],
      [hosts.cdn, '/swiftslide/2.1.0/swiftslide.min.js'],
    ] as const) {
      const answer = await ask(shop, host, path);
      assert.equal(answer.status, 200, host + path);
      assert.match(String(answer.headers['content-type']), /javascript/);
      for (const address of answer.body.match(/\/\/[\w.-]+\.localhost[^"'\s]*/g) ?? []) {
        assert.ok(address.includes(`localhost:${shop.port}`), address);
      }
    }
  });

  it('exchanges a card for a token at the payment provider only', async () => {
    const body = JSON.stringify({ card: { number: '4111111111111111' } });
    const answer = await ask(shop, shop.hosts.paymentApi, '/v2/tokens', { method: 'POST', body });
    assert.equal(answer.status, 201);
    assert.match(answer.body, /"id":"tok_[0-9a-f]{24}","last4":"1111"/);
    const bad = await ask(shop, shop.hosts.paymentApi, '/v2/tokens', { method: 'POST', body: 'null' });
    assert.equal(bad.status, 422);
  });

  it('lets other origins use the third parties', async () => {
    const answer = await ask(shop, shop.hosts.paymentApi, '/v2/tokens', {
      method: 'OPTIONS',
      headers: { origin: shop.url.slice(0, -1) },
    });
    assert.equal(answer.status, 204);
    assert.equal(answer.headers['access-control-allow-origin'], shop.url.slice(0, -1));
  });

  it('sends who asks for the bare address to the shop, and refuses other names', async () => {
    const bare = await ask(shop, '127.0.0.1', '/cart');
    assert.equal(bare.headers.location, `${shop.url}cart`);
    assert.equal((await ask(shop, 'elsewhere.example', '/')).status, 421);
    assert.equal((await ask(shop, 'collect.jsstats.localhost', '/')).status, 421);
  });

  it('remembers what each host was sent', async () => {
    await ask(shop, shop.hosts.analytics, '/e?x=1', { method: 'POST', body: 'hello' });
    const last = shop.requests().at(-1);
    assert.deepEqual(last, { host: shop.hosts.analytics, method: 'POST', path: '/e?x=1', body: 'hello' });
  });
});
