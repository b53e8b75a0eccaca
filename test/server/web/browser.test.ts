import assert from 'node:assert/strict';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { findBrowser } from '../../../crawler/browser/find.ts';
import { firstStart } from '../../../server/access/index.ts';
import { openStore, type Store } from '../../../server/store/index.ts';
import { useFolder } from '../access/folder.ts';
import { password, startTestService, type TestService } from '../access/service.ts';

/** What only a real browser does: Origin and Fetch-Metadata headers, cookies, the content policy. */
describe('the pages in a browser without JavaScript', function () {
  this.timeout(60_000);
  const folder = useFolder();
  let browser: Browser;
  let store: Store;
  let service: TestService;
  let page: Page;
  const complaints: string[] = [];
  before(async () => {
    browser = await puppeteer.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
  });
  after(() => browser.close());
  beforeEach(async () => {
    store = await openStore({ dataDir: folder() });
    service = await startTestService(store);
    page = await browser.newPage();
    await page.setJavaScriptEnabled(false);
    complaints.length = 0;
    page.on('console', (message) => void complaints.push(message.text()));
  });
  afterEach(async () => {
    await page.close();
    await service.close();
    await store.close();
  });

  const press = (selector: string) => Promise.all([page.waitForNavigation(), page.click(selector)]);

  it('set up the administrator, make a token, log out and in again', async () => {
    const { setUpPath } = await firstStart(store, { bootstrapToken: null, now: service.context.now() });
    await page.goto(service.url + setUpPath!);
    await page.type('[name=name]', 'ann@shop.example');
    await page.type('[name=password]', password);
    await page.type('[name=again]', password);
    await press('main button');
    assert.equal(new URL(page.url()).pathname, '/account');
    await page.type('form[action="/account/tokens"] [name=name]', 'pipeline');
    await press('form[action="/account/tokens"] button');
    assert.match(await page.content(), /swt_[\w-]{43}/);
    await press('nav button');
    await page.type('[name=name]', 'ann@shop.example');
    await page.type('[name=password]', password);
    await press('main button');
    assert.equal(new URL(page.url()).pathname, '/account');
    assert.deepEqual(complaints, []);
  });

  it('cannot be made to act by a page of another site', async () => {
    await service.user('ann', 'admin');
    await page.goto(`${service.url}/login`);
    await page.type('[name=name]', 'ann');
    await page.type('[name=password]', password);
    await press('main button');
    const action = `${service.url}/account/tokens`;
    // A data: page has an origin of its own, as any other site has.
    await page.goto(
      `data:text/html,<form method="post" action="${action}"><input name="name" value="x"><button>go</button></form>`,
    );
    const answers: unknown[] = [];
    page.on('response', (response) => {
      if (response.request().method() === 'POST')
        answers.push([response.status(), response.headers().location]);
    });
    await press('button');
    // The cookie was not sent along: somebody unknown is asked to log in.
    assert.deepEqual(answers, [[303, '/login']]);
    assert.equal((await store.db.selectFrom('api_tokens').selectAll().execute()).length, 0);
  });
});
