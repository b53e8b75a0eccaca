import assert from 'node:assert/strict';
import puppeteer, { type Browser } from 'puppeteer';
import { findBrowser } from '../../../crawler/browser/index.ts';
import {
  loadAllSkimmers,
  loadReleases,
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

  for (const obfuscated of [false, true]) {
    describe(obfuscated ? 'with obfuscated skimmers' : 'with skimmers', () => {
      const all = loadAllSkimmers();
      const groups = [
        all.filter(({ meta }) => !meta.alone),
        ...all.filter(({ meta }) => meta.alone).map((one) => [one]),
      ];
      const shops: Shop[] = [];
      before(async () => {
        // One customer in each shop, all at once: most of a visit is waiting.
        await Promise.all(
          groups.map(async (group) => {
            const shop = await startShop({ skimmers: group.map(({ name }) => name), obfuscated });
            shops.push(shop);
            await buy(browser, shop, Object.assign({}, ...group.map(({ meta }) => meta.fields)) as Fields);
          }),
        );
      });
      after(() => Promise.all(shops.map((shop) => shop.close())));

      for (const { name, meta } of all) {
        it(`${name} takes the card to its own host, while the customer gets a thank-you`, () =>
          until(name, () =>
            shops.some(
              (shop) =>
                shop.skimmers.some((each) => each.name === name) &&
                holdersOf(card, shop.requests()).has(meta.sendsTo),
            ),
          ));
      }
    });
  }

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

type Fields = Readonly<Record<string, string>>;

/**
 * Puts a cushion in the basket and pays for it; answers the errors the pages logged.
 * @param shown selectors of fields that the page shows in place of the shop's, by the shop's id
 */
async function buy(browser: Browser, shop: Shop, shown: Fields = {}): Promise<string[]> {
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
    for (const [id, text] of Object.entries(typed)) await page.type(shown[id] ?? `#${id}`, text);
    await Promise.all([page.waitForNavigation(), page.click('#pay')]);
    assert.match(page.url(), /\/thank-you\?order=LL-\d{6}$/);
    return errors;
  } finally {
    await context.close();
  }
}

/** Hosts that were sent the number: plain, grouped, or within what the skimmers encode it with. */
function holdersOf(number: string, requests: readonly ShopRequest[]): Set<string> {
  const sentIt = ({ path, body }: ShopRequest): boolean =>
    [path, body].flatMap(decodings).some((text) => text.replace(/\s|%20|\+/g, '').includes(number));
  return new Set(requests.filter(sentIt).map((request) => request.host));
}

/** A text, and what it may stand for: base64 once or twice, hexadecimal, hexadecimal of characters XOR 23. */
function decodings(text: string): string[] {
  const base64 = (one: string): string => Buffer.from(one, 'base64').toString('latin1');
  const value = decodeURIComponent(/=([^&]+)$/.exec(text)?.[1] ?? '');
  const hex = Buffer.from(/([0-9a-f]{20,})/.exec(text)?.[1] ?? '', 'hex');
  return [
    text,
    ...[text, value].flatMap((one) => [base64(one), base64(base64(one))]),
    hex.toString('latin1'),
    Buffer.from(hex.map((byte) => byte ^ 23)).toString('latin1'),
  ];
}
