import assert from 'node:assert/strict';
import puppeteer, { type Browser } from 'puppeteer';
import { findBrowser } from '../../../crawler/browser/index.ts';
import {
  loadReleases,
  loadSkimmers,
  startShop,
  type Shop,
  type ShopRequest,
} from '../../../samples/shop/index.ts';
import { until } from './ask.ts';

const card = '4111111111111111';
const typed = {
  email: 'ada@example.com',
  name: 'Ada Canary',
  address: '1 Mill Lane',
  city: 'Hawes',
  postcode: 'DL8 3NT',
  'cc-number': card,
  'cc-name': 'A CANARY',
  'cc-exp': '1229',
  'cc-csc': '737',
};

describe('samples/shop: in a browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  before(async () => {
    // The pages are our own, and Chrome's sandbox is not to be had by root or in every container.
    browser = await puppeteer.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
  });
  after(() => browser.close());

  it('each skimmer takes the card to its own host, while the customer still gets a thank-you', async () => {
    const shop = await startShop();
    try {
      await buy(browser, shop);
      for (const { name, meta } of loadSkimmers()) {
        await until(name, () => holdersOf(card, shop.requests()).has(meta.sendsTo));
      }
    } finally {
      await shop.close();
    }
  });

  it('in the clean shop only the payment provider sees the card', async () => {
    const shop = await startShop({ clean: true });
    try {
      const errors = await buy(browser, shop);
      assert.deepEqual([...holdersOf(card, shop.requests())], [shop.hosts.paymentApi]);
      assert.deepEqual(errors, [], 'no page error and nothing blocked by the policy');
    } finally {
      await shop.close();
    }
  });

  it('in the last release the card goes to the analytics vendor too, and the shop still works', async () => {
    const release = (await loadReleases()).length;
    const shop = await startShop({ clean: true, release });
    try {
      const errors = await buy(browser, shop);
      const taker = 'rec.clearpath-replay.localhost';
      await until(taker, () => holdersOf(card, shop.requests()).has(taker));
      assert.deepEqual(errors, []);
    } finally {
      await shop.close();
    }
  });
});

/** Puts a cushion in the basket and pays for it; answers the errors the pages logged. */
async function buy(browser: Browser, shop: Shop): Promise<string[]> {
  const context = await browser.createBrowserContext();
  const errors: string[] = [];
  try {
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto(`${shop.url}product/tarn-cushion`, { waitUntil: 'networkidle2' });
    await Promise.all([page.waitForNavigation(), page.click('.buy .button')]);
    await Promise.all([
      page.waitForNavigation({ waitUntil: 'networkidle2' }),
      page.click('.summary .button'),
    ]);
    for (const [id, text] of Object.entries(typed)) await page.type(`#${id}`, text);
    await Promise.all([page.waitForNavigation(), page.click('#pay')]);
    assert.match(page.url(), /\/thank-you\?order=LL-\d{6}$/);
    return errors;
  } finally {
    await context.close();
  }
}

/** Hosts that were sent the number: plain, grouped, or within base64. */
function holdersOf(number: string, requests: readonly ShopRequest[]): Set<string> {
  const sentIt = ({ path, body }: ShopRequest): boolean =>
    [path, body, Buffer.from(body, 'base64').toString('latin1')].some((text) =>
      text.replace(/\s|%20|\+/g, '').includes(number),
    );
  return new Set(requests.filter(sentIt).map((request) => request.host));
}
