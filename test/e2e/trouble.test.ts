import assert from 'node:assert/strict';
import { readCapture } from '../../crawler/index.ts';
import type { Visit } from '../../core/schema/index.ts';
import { crawlSite, type CrawledSite } from '../crawler/support/crawl-site.ts';
import { descendants } from '../crawler/support/processes.ts';
import { routes, serve, type TestServer } from '../crawler/support/serve.ts';

/** Pages that hurt a crawler. Each must end in the receipt, and the page after it must still be visited. */
const table: Parameters<typeof routes>[0] = {
  '/hang': '<script>"hang"; while (true);</script>',
  '/hang-later': '<script>"hang later"; onload = () => setTimeout(() => { while (true); }, 100)</script>',
  '/dialogs': '<script>"dialogs"; while (true) alert(1)</script>',
  '/keep':
    '<script>onbeforeunload = (e) => { e.preventDefault(); return "stay"; }; setInterval(() => alert(1), 1)</script>',
  '/debugger': '<script>"debugger page"; setInterval(() => { debugger; }, 1); debugger;</script>',
  '/popups':
    '<script>for (let i = 0; i < 30; i++) open("/fine?popup=" + i, "_blank", i % 2 ? "noopener" : "")</script>',
  '/silent': () => undefined,
  '/endless': (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.write('<script>"endless"</script>');
    const timer = setInterval(() => response.write('<p>more</p>'), 20);
    response.on('close', () => clearInterval(timer));
  },
  '/stream': '<script>"stream"; fetch("/endless-data"); new EventSource("/endless-data")</script>',
  '/endless-data': (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const timer = setInterval(() => response.write('data: x\n\n'), 50);
    response.on('close', () => clearInterval(timer));
  },
  '/huge': '<script src=/huge.js></script>',
  '/huge.js': (_, response) =>
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(`"huge";//${'x'.repeat(300_000)}`),
  '/loop': { status: 302, headers: { location: '/loop' } },
  '/download': {
    type: 'application/octet-stream',
    headers: { 'content-disposition': 'attachment' },
    body: 'data',
  },
  '/auth': { status: 401, headers: { 'www-authenticate': 'Basic realm=x' }, body: 'no' },
  '/error': { status: 500, body: '<script>"error page"</script>' },
  '/reset': (request) => request.socket.destroy(),
  '/crash': '<script>"before the crash"; fetch("/die")</script>',
  '/die': (_, response) => {
    for (const pid of descendants('--type=renderer')) process.kill(pid, 'SIGKILL');
    response.end();
  },
  '/fine': '<title>fine</title><script>"fine"</script>',
};

const expected: Record<string, string | null> = {
  '/hang': 'page-timeout',
  '/hang-later': 'page-hung',
  '/dialogs': 'dialog-flood',
  '/keep': 'dialog-flood',
  '/debugger': null,
  '/popups': null,
  '/silent': 'page-timeout',
  '/endless': 'page-timeout',
  '/stream': null,
  '/huge': null,
  '/loop': 'page-redirect-loop',
  '/download': 'page-download',
  '/auth': 'page-auth-required',
  '/error': 'page-http-error',
  '/reset': 'page-unreachable',
  ...(process.platform === 'linux' ? { '/crash': 'page-crashed' } : {}),
  '/fine': null,
};

describe('pages that hurt a crawler', function () {
  this.timeout(120_000);
  let server: TestServer;
  let site: CrawledSite;
  const visits = new Map<string, Visit>();

  before(async () => {
    server = await serve(routes(table));
    site = await crawlSite({
      startUrls: Object.keys(expected).map((path) => `http://shop.localhost:${server.port}${path}`),
      budgets: { pages: 40, pageSeconds: 6, bodyBytes: 100_000 },
    });
    for (const visit of site.capture.visits) visits.set(new URL(visit.requestedUrl).pathname, visit);
  });

  after(async () => {
    await site.remove();
    await server.close();
  });

  for (const [path, code] of Object.entries(expected)) {
    it(`${path} ends ${code === null ? 'well' : `as ${code}`}`, () => {
      const visit = visits.get(path);
      assert.equal(visit?.error?.code ?? null, code, JSON.stringify(visit?.error));
      // A page may fail in more than one way: one that crashes may also take a source with it that was being read.
      const codes = site.capture.receipt.shortfalls
        .filter(({ url }) => new URL(url ?? 'http://x').pathname === path)
        .map((shortfall) => shortfall.code);
      if (code) assert.ok(codes.includes(code), codes.join());
    });
  }

  it('keeps the scripts of pages that failed', async () => {
    const texts = await Promise.all(site.capture.sightings.map((sighting) => site.text(sighting)));
    for (const marker of ['hang', 'hang later', 'dialogs', 'endless', 'error page', 'debugger page']) {
      assert.ok(
        texts.some((text) => text.includes(`"${marker}"`)),
        marker,
      );
    }
  });

  it('says that windows were closed unseen', () => {
    assert.ok(
      site.capture.receipt.shortfalls.some(({ code, blocking }) => code === 'popup-flood' && blocking),
    );
  });

  it('says that a script was too large to keep', () => {
    assert.ok(
      site.capture.receipt.shortfalls.some(({ code, blocking }) => code === 'body-budget' && blocking),
    );
  });

  it('does not look complete', () => {
    assert.equal(site.capture.receipt.complete, false);
    assert.equal(site.capture.state, 'incomplete');
  });
});

describe('sites that are not there', function () {
  this.timeout(60_000);

  it('names each failure and ends as failed', async () => {
    const closed = await serve(() => undefined);
    await closed.close();
    const urls = {
      [`http://localhost:${closed.port}/`]: 'page-unreachable',
      [`https://localhost:${closed.port}/`]: 'page-unreachable',
      'http://nowhere.invalid/': 'page-dns',
      'https://nowhere.invalid/': 'page-dns',
      'http://169.254.169.254/latest/meta-data/': 'page-blocked',
      'https://10.0.0.1/': 'page-blocked',
      'http://[::1]:8080/': 'page-blocked',
    };
    const site = await crawlSite({ startUrls: Object.keys(urls) });
    const found = site.capture.visits.map(({ requestedUrl, error }) => [requestedUrl, error?.code]);
    assert.deepEqual(Object.fromEntries(found), urls);
    assert.equal(site.capture.state, 'failed');
    assert.equal(site.capture.receipt.requests.blocked, 3);
    await site.remove();
  });
});

describe('crawl budgets and cancelling', function () {
  this.timeout(60_000);
  let server: TestServer;
  before(async () => {
    const links = Array.from({ length: 9 }, (_, index) => `<a href=/page?${index}>x</a>`).join('');
    server = await serve(routes({ ...table, '/': `<script>"start"</script>${links}`, '/page': links }));
  });
  after(() => server.close());

  it('stops at the page limit and stays complete', async () => {
    const site = await crawlSite({
      startUrls: [`http://shop.localhost:${server.port}/`],
      budgets: { pages: 2 },
    });
    assert.deepEqual(site.capture.receipt.pages, { visited: 2, failed: 0, notVisited: 8 });
    assert.equal(site.capture.state, 'done');
    await site.remove();
  });

  it('stops when the time is up and says so', async () => {
    const site = await crawlSite({
      startUrls: [`http://shop.localhost:${server.port}/silent`],
      budgets: { seconds: 3 },
    });
    assert.ok(
      site.capture.receipt.shortfalls.some(({ code, blocking }) => code === 'time-budget' && blocking),
    );
    await site.remove();
  });

  it('stops when bodies exceed the total and says so', async () => {
    const url = `http://shop.localhost:${server.port}/`;
    const site = await crawlSite({ startUrls: [url], budgets: { pages: 1, totalBytes: 3 } });
    assert.ok(
      site.capture.receipt.shortfalls.some(({ code, blocking }) => code === 'size-budget' && blocking),
    );
    assert.equal(site.capture.state, 'incomplete');
    await site.remove();
  });

  it('keeps what it has when cancelled, and leaves no browser behind', async () => {
    const controller = new AbortController();
    const base = `http://shop.localhost:${server.port}`;
    const site = await crawlSite(
      { startUrls: [`${base}/fine`, `${base}/hang`] },
      {
        signal: controller.signal,
        onProgress: (progress) => {
          if (progress.event === 'page-started' && progress.number === 2) controller.abort();
        },
      },
    );
    assert.equal(site.capture.state, 'cancelled');
    const saved = await readCapture(site.dir);
    assert.equal(saved.capture.visits[0]?.title, 'fine');
    assert.deepEqual(descendants('--headless'), []);
    await site.remove();
  });
});
