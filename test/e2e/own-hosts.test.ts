import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, connect, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { crawlSite } from '../crawler/support/crawl-site.ts';
import { routes, serve, type TestServer } from '../crawler/support/serve.ts';

const secrets = {
  header: 'header-secret-4711',
  cookie: 'cookie-secret-4711',
  password: 'password-secret-4711',
};

describe('what a site file brings', function () {
  this.timeout(60_000);
  let server: TestServer;
  const seen: { host: string; url: string; headers: IncomingHttpHeaders }[] = [];

  before(async () => {
    const table = routes({
      '/': (_, response) => {
        response.writeHead(200, {
          'content-type': 'text/html',
          'x-echo': secrets.header,
          'set-cookie': 'sid=s3cr3t-session; HttpOnly',
        });
        response.end(`<title>${secrets.password}</title><script src=/own.js></script>
          <script src=http://foreign.localhost:${server.port}/foreign.js></script><script src=/away.js></script>
          <script>document.cookie = 'byscript=1'; fetch('/data'); new Worker('/worker.js')</script>
          <iframe src=http://foreign.localhost:${server.port}/frame></iframe>
          <img src=http://shop.localhost:${server.port}/echo?${secrets.header}>`);
      },
      '/away.js': (_, response) => {
        response.writeHead(302, { location: `http://foreign.localhost:${server.port}/landed.js` }).end();
      },
      '/worker.js': 'fetch("/from-worker")',
      '/frame': `<script>fetch('/frame-data')</script>`,
      '/own.js': '1',
      '/foreign.js': '2',
      '/landed.js': '3',
    });
    server = await serve((request, response) => {
      seen.push({ host: request.headers.host ?? '', url: request.url ?? '', headers: request.headers });
      table(request, response);
    });
  });
  after(() => server.close());

  it('sends headers, cookies and basic authentication to own hosts and nobody else, and keeps them secret', async () => {
    const site = await crawlSite({
      startUrls: [`http://shop.localhost:${server.port}/`],
      headers: { 'X-Staging': secrets.header },
      cookies: [{ name: 'gate', value: secrets.cookie }],
      basicAuth: { username: 'scan', password: secrets.password },
      language: 'de-DE',
      userAgent: 'ShopperBrowser/1.0',
    });
    const own = seen.filter(({ host }) => host.startsWith('shop.'));
    const foreign = seen.filter(({ host }) => host.startsWith('foreign.'));
    assert.ok(
      foreign.some(({ url }) => url === '/landed.js') && foreign.some(({ url }) => url === '/frame-data'),
    );
    const basic = `Basic ${Buffer.from(`scan:${secrets.password}`).toString('base64')}`;
    for (const { url, headers } of own.filter(({ url }) => !url.includes('favicon'))) {
      assert.equal(headers['x-staging'], secrets.header, url);
      assert.equal(headers.authorization, basic, url);
      assert.match(headers.cookie ?? '', new RegExp(`gate=${secrets.cookie}`), url);
    }
    for (const { url, headers } of foreign) {
      assert.equal(JSON.stringify(headers).includes('secret-4711'), false, url);
      assert.equal(headers.authorization, undefined, url);
    }
    assert.ok(own.some(({ url }) => url === '/from-worker'));
    assert.equal(seen[0]?.headers['user-agent'], 'ShopperBrowser/1.0');
    assert.match(seen[0].headers['accept-language'] ?? '', /^de-DE/);
    const text = await readFile(join(site.dir, 'capture.json'), 'utf8');
    assert.equal(/secret-4711|s3cr3t-session/.test(text), false);
    const cookies = site.capture.visits[0]!.cookies.map(({ name, setBy }) => [name, setBy]);
    assert.deepEqual(cookies, [
      ['byscript', 'script'],
      ['gate', 'site-file'],
      ['sid', `http://shop.localhost:${server.port}/`],
    ]);
    await site.remove();
  });

  it('presents itself as a visible browser when the site file names none', async () => {
    seen.length = 0;
    const site = await crawlSite({ startUrls: [`http://shop.localhost:${server.port}/`] });
    assert.match(seen[0]?.headers['user-agent'] ?? '', / Chrome\/\d+\.0\.0\.0 /);
    assert.equal(
      seen.some(({ headers }) => /headless/i.test(JSON.stringify(headers))),
      false,
    );
    await site.remove();
  });
});

describe('certificates', function () {
  this.timeout(60_000);
  const folder = new URL('../crawler/support/tls/', import.meta.url);
  let server: TestServer;

  before(async () => {
    const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
    server = await serve(routes({ '/': '<title>secure</title><script>"secure"</script>' }), {
      key: read('key.pem'),
      cert: read('cert.pem'),
    });
  });
  after(() => server.close());

  it('refuses a certificate of an unknown authority', async () => {
    const site = await crawlSite({ startUrls: [`https://shop.localhost:${server.port}/`] });
    assert.equal(site.capture.visits[0]?.error?.code, 'page-tls');
    assert.equal(site.capture.state, 'failed');
    await site.remove();
  });

  it("accepts one of the site file's authority, and says which host has none", async () => {
    const ca = new URL('ca.pem', folder).pathname;
    const site = await crawlSite({
      startUrls: [`https://shop.localhost:${server.port}/`, `https://wrong.localhost:${server.port}/`],
      ca,
    });
    assert.equal(site.capture.visits[0]?.title, 'secure');
    assert.ok(site.capture.receipt.shortfalls.some(({ code }) => code === 'ca-mismatch'));
    await site.remove();
  });
});

describe('an upstream proxy', function () {
  this.timeout(60_000);

  it('carries plain and tunnelled traffic, with its own password', async () => {
    const target = await serve(
      routes({ '/': `<title>behind</title><script>new WebSocket('ws://' + location.host + '/ws')</script>` }),
    );
    const asked: string[] = [];
    const upstream = await startUpstream(asked);
    const { port } = upstream.address() as AddressInfo;
    const site = await crawlSite({
      startUrls: [`http://shop.localhost:${target.port}/`],
      proxy: `http://user:up-secret@127.0.0.1:${port}`,
    });
    assert.equal(site.capture.visits[0]?.title, 'behind');
    assert.ok(asked.some((head) => head.startsWith(`GET http://shop.localhost:${target.port}/ `)));
    assert.ok(asked.some((head) => head.startsWith(`CONNECT shop.localhost:${target.port} `)));
    const expected = `Basic ${Buffer.from('user:up-secret').toString('base64')}`;
    assert.ok(asked.every((head) => head.includes(expected)));
    await site.remove();
    await target.close();
    upstream.close();
  });
});

/** A minimal proxy that notes each head and passes everything on. */
function startUpstream(asked: string[]): Promise<Server> {
  const server = createServer((client) => {
    client.on('error', () => client.destroy());
    client.once('data', (first: Buffer) => {
      const head = first.toString('latin1');
      asked.push(head);
      const isTunnel = head.startsWith('CONNECT');
      const port = Number(/:(\d+)/.exec(head)?.[1]);
      const onward = connect({ host: '127.0.0.1', port }, () => {
        if (isTunnel) client.write('HTTP/1.1 200 OK\r\n\r\n');
        else onward.write(head.replace(/^GET http:\/\/[^/]+/, 'GET ').replace('keep-alive', 'close'));
        client.pipe(onward).pipe(client);
      });
      onward.on('error', () => client.destroy());
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
