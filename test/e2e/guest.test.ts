import assert from 'node:assert/strict';
import puppeteer from 'puppeteer';
import { parseNetworks } from '../../core/egress/index.ts';
import { CrawlBrowser } from '../../crawler/browser/crawl-browser.ts';
import { findBrowser } from '../../crawler/browser/index.ts';
import { startEgress } from '../../crawler/egress/index.ts';
import { GuestTransport } from '../../crawler/protocol/index.ts';
import { routes, serve } from '../crawler/support/serve.ts';

describe("puppeteer as a guest in the crawler's browser", function () {
  this.timeout(60_000);

  it('drives a page while the crawler sees its scripts and workers', async () => {
    const server = await serve(
      routes({
        '/': '<title>guest</title><script>new Worker("/worker.js"); eval("1 + 1")</script>',
        '/worker.js': 'postMessage(1)',
      }),
    );
    const egress = await startEgress({ allowed: parseNetworks(['127.0.0.0/8']) });
    const parsed: string[] = [];
    const browser = await CrawlBrowser.open({
      executable: findBrowser(),
      egress,
      cookies: [],
      hooks: () => ({
        attach: ({ session, type }) => {
          session.on('Debugger.scriptParsed', () => parsed.push(type));
          return [session.send('Debugger.enable')];
        },
        onFailed: (_target, error) => assert.fail(error),
      }),
    });
    const guest = await puppeteer.connect({ transport: new GuestTransport(browser.connection) });
    const page = await guest.newPage();
    await page.goto(`http://shop.localhost:${server.port}/`);
    assert.equal(await page.title(), 'guest');
    await page.waitForFunction(() => true);
    while (!parsed.includes('worker')) await new Promise((resolve) => setImmediate(resolve));
    assert.ok(parsed.filter((type) => type === 'page').length >= 2);
    await guest.disconnect();
    await browser.close();
    await egress.close();
    await server.close();
  });
});
