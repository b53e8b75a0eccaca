import assert from 'node:assert/strict';
import { once } from 'node:events';
import dns from 'node:dns/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import type { AddressInfo } from 'node:net';
import { refused, scanOf, skimmer, withScans } from './service.ts';

withScans('scans of addresses', (scans) => {
  const servers: Server[] = [];
  const asked: string[] = [];
  /** A server on 127.0.0.1; answers its port. */
  const serve = async (answer: RequestListener): Promise<number> => {
    const server = createServer((request, response) => {
      asked.push(request.url!);
      answer(request, response);
    });
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  afterEach(() => {
    asked.length = 0;
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });
  const allowLoopback = (): Promise<void> => scans.restart({ allowNetworks: ['127.0.0.1/32'] });

  it('fetch and judge what the address answers', async () => {
    await allowLoopback();
    const port = await serve((_request, response) => response.end(skimmer));
    const url = `http://127.0.0.1:${port}/a.js?v=1`;
    const scan = await scanOf(await scans.api.post('/scans', { url }));
    assert.deepEqual([scan.state, scan.name, scan.results.map((one) => one.path)], ['done', url, [url]]);
    assert.notEqual(scan.results[0]!.verdict, 'benign');
  });

  it('follow redirects', async () => {
    await allowLoopback();
    const port = await serve((request, response) => {
      if (request.url === '/b.js') response.end('let a = 1;');
      else response.writeHead(302, { location: '/b.js' }).end();
    });
    const scan = await scanOf(await scans.api.post('/scans', { url: `http://127.0.0.1:${port}/a.js` }));
    assert.deepEqual([scan.state, scan.results[0]!.path], ['done', `http://127.0.0.1:${port}/b.js`]);
  });

  it('refuse private networks and other schemes before anything is asked', async () => {
    const port = await serve((_request, response) => response.end('secret'));
    const hosts = [
      '127.0.0.1',
      'localhost',
      'x.localhost',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '2130706433',
      '0x7f.1',
      '0.0.0.0',
    ];
    for (const host of hosts) {
      const response = await scans.api.post('/scans', { url: `http://${host}:${port}/` });
      assert.equal(await refused(response), '422 SW_NETWORK_REFUSED', host);
    }
    for (const url of [
      'http://169.254.169.254/latest/meta-data/',
      'http://10.0.0.1/',
      'file:///etc/passwd',
      'gopher://x.example/',
    ]) {
      assert.equal(await refused(await scans.api.post('/scans', { url })), '422 SW_NETWORK_REFUSED', url);
    }
    assert.equal(await refused(await scans.api.post('/scans', { url: 'no address' })), '422 SW_URL_INVALID');
    assert.deepEqual(asked, []);
    const { items } = (await (await scans.api.fetch('/scans')).json()) as { items: unknown[] };
    assert.deepEqual(items, []);
  });

  it('do not follow a redirect to where they may not go', async () => {
    await allowLoopback();
    for (const location of [
      'http://169.254.169.254/',
      'http://[::1]/',
      'http://127.0.0.2/',
      'file:///etc/passwd',
    ]) {
      const port = await serve((_request, response) => response.writeHead(302, { location }).end());
      const scan = await scanOf(await scans.api.post('/scans', { url: `http://127.0.0.1:${port}/` }));
      assert.deepEqual([scan.state, scan.error?.code], ['failed', 'SW_NETWORK_REFUSED'], location);
    }
  });

  it('are not led inside by a name that changes its address', async () => {
    const port = await serve((_request, response) => response.end('secret'));
    const answers = ['93.184.216.34', '127.0.0.1'];
    const { lookup } = dns;
    dns.lookup = (() => Promise.resolve([{ address: answers.shift() ?? '127.0.0.1', family: 4 }])) as never;
    syncBuiltinESMExports();
    try {
      const scan = await scanOf(await scans.api.post('/scans', { url: `http://rebind.example:${port}/` }));
      assert.deepEqual([scan.state, scan.error?.code], ['failed', 'SW_NETWORK_REFUSED']);
      assert.deepEqual(asked, []);
    } finally {
      dns.lookup = lookup;
      syncBuiltinESMExports();
    }
  });

  it('fail when there is nothing, or too much', async () => {
    await scans.restart({ allowNetworks: ['127.0.0.1/32'], limits: { uploadBytes: 2048 } });
    const port = await serve((request, response) => {
      if (request.url === '/large') response.end('x'.repeat(4096));
      else response.writeHead(404).end('not here');
    });
    for (const path of ['missing', 'large']) {
      const scan = await scanOf(await scans.api.post('/scans', { url: `http://127.0.0.1:${port}/${path}` }));
      assert.deepEqual([scan.state, scan.error?.code], ['failed', 'SW_OUTBOUND_FAILED'], path);
    }
  });
});
