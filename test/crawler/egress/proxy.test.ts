import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { parseNetworks } from '../../../core/egress/index.ts';
import { greetingHost, startEgress, type Egress } from '../../../crawler/egress/index.ts';
import { routes, serve, type TestServer } from '../support/serve.ts';

const loopback = parseNetworks(['127.0.0.0/8']);

describe('egress proxy', () => {
  let server: TestServer;
  const opened: Egress[] = [];
  before(async () => {
    server = await serve(
      routes({ '/': { type: 'text/plain', headers: { 'set-cookie': ['a=1', 'b=2'] }, body: 'hello' } }),
    );
  });
  after(() => server.close());
  afterEach(() => Promise.all(opened.splice(0).map((egress) => egress.close())));

  async function start(resolve?: (host: string) => Promise<string[]>, allowed = loopback): Promise<Egress> {
    const egress = await startEgress({ allowed, ...(resolve ? { resolve } : {}) });
    opened.push(egress);
    return egress;
  }

  const authorization = ({ credentials: { username, password } }: Egress) =>
    `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

  /** Status and body through the proxy; the error code when it hung up. */
  function get(
    egress: Egress,
    url: string,
    password = authorization(egress),
  ): Promise<{ status?: number; body: string; cookies?: string[] }> {
    return new Promise((resolve) => {
      const outgoing = request(
        {
          port: egress.port,
          path: url,
          headers: { host: new URL(url).host, 'proxy-authorization': password },
        },
        (response) => {
          let body = '';
          response.on('data', (chunk: Buffer) => (body += chunk.toString()));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              body,
              cookies: response.headers['set-cookie'] ?? [],
            }),
          );
        },
      );
      outgoing.on('error', (error: NodeJS.ErrnoException) => resolve({ body: error.code ?? '' }));
      outgoing.end();
    });
  }

  function tunnel(egress: Egress, target: string): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect(egress.port, '127.0.0.1', () => {
        socket.write(
          `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\nProxy-Authorization: ${authorization(egress)}\r\n\r\n`,
        );
      });
      socket.once('data', (data: Buffer) => {
        resolve(data.toString().split('\r\n')[0]!);
        socket.destroy();
      });
      socket.once('error', () => resolve('error'));
    });
  }

  it('maps names below localhost to loopback and hands answers on unchanged', async () => {
    const egress = await start();
    const answer = await get(egress, `http://shop.localhost:${server.port}/`);
    assert.deepEqual(answer, { status: 200, body: 'hello', cookies: ['a=1', 'b=2'] });
  });

  it('serves nobody without its password', async () => {
    const egress = await start();
    assert.equal((await get(egress, `http://shop.localhost:${server.port}/`, 'Basic d3Jvbmc=')).status, 407);
  });

  it('reaches loopback only where the crawl may', async () => {
    const egress = await start(undefined, []);
    assert.equal((await get(egress, `http://shop.localhost:${server.port}/`)).body, 'ECONNRESET');
    assert.equal(egress.failureOf('shop.localhost', server.port)?.failure, 'address-not-allowed');
  });

  for (const address of [
    '169.254.169.254',
    '10.1.2.3',
    '192.168.0.1',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
  ]) {
    it(`refuses a public name that leads to ${address}`, async () => {
      const egress = await start(() => Promise.resolve([address]), []);
      assert.match(await tunnel(egress, 'public.example:443'), / 502 /);
      assert.equal(egress.failureOf('public.example', 443)?.failure, 'address-not-allowed');
    });
  }

  it('dials the address it checked: an answer that changes gains nothing', async () => {
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    let asked = 0;
    const egress = await start(() => Promise.resolve(answers[asked++] ?? ['10.0.0.1']));
    assert.match(await tunnel(egress, `rebind.example:${server.port}`), / 200 /);
    assert.equal(asked, 1);
    assert.match(await tunnel(egress, `rebind.example:${server.port}`), / 502 /);
  });

  it('takes the allowed one of several addresses', async () => {
    const egress = await start(() => Promise.resolve(['10.0.0.1', '127.0.0.1']));
    assert.match(await tunnel(egress, `both.example:${server.port}`), / 200 /);
  });

  it('tells names without an address from hosts that do not answer', async () => {
    const egress = await start((host) =>
      host === 'none.example' ? Promise.reject(new Error('ENOTFOUND')) : Promise.resolve(['127.0.0.1']),
    );
    await tunnel(egress, 'none.example:443');
    assert.equal(egress.failureOf('none.example', 443)?.failure, 'dns-failed');
    const closed = await serve(() => undefined);
    await closed.close();
    await tunnel(egress, `silent.example:${closed.port}`);
    assert.equal(egress.failureOf('silent.example', closed.port)?.failure, 'unreachable');
  });

  it('answers itself only under a name that no page can guess', async () => {
    const egress = await start();
    assert.match(greetingHost, /^[0-9a-f]{24}\.invalid$/);
    assert.equal((await get(egress, `http://${greetingHost}/`)).status, 204);
    assert.equal((await get(egress, 'http://egress.scriptwarden.invalid/')).body, 'ECONNRESET');
  });

  it('hands on headers as large as Chrome takes', async () => {
    const large = await serve(
      routes({ '/': { headers: { 'x-large': Array<string>(10).fill('x'.repeat(8_000)) }, body: 'large' } }),
    );
    const egress = await start();
    const socket = connect(egress.port, '127.0.0.1');
    const url = `http://shop.localhost:${large.port}/`;
    socket.write(`GET ${url} HTTP/1.1\r\nHost: shop.localhost\r\nConnection: close\r\n`);
    socket.write(`Proxy-Authorization: ${authorization(egress)}\r\n\r\n`);
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    assert.match(answer, /^HTTP\/1\.1 200 /);
    assert.ok(answer.length > 80_000 && answer.includes('large'));
    await large.close();
  });

  it('lets go of a host that was reached after the browser had given up', async () => {
    const gone = Promise.withResolvers<undefined>();
    const backend = createServer((socket) => socket.resume().once('close', () => gone.resolve(undefined)));
    await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
    const { port } = backend.address() as AddressInfo;
    const asked = Promise.withResolvers<undefined>();
    const answer = Promise.withResolvers<string[]>();
    const egress = await start(() => {
      asked.resolve(undefined);
      return answer.promise;
    });
    const client = connect(egress.port, '127.0.0.1');
    client.write(`CONNECT slow.example:${port} HTTP/1.1\r\nHost: slow.example:${port}\r\n`);
    client.write(`Proxy-Authorization: ${authorization(egress)}\r\n\r\n`);
    await asked.promise;
    client.resetAndDestroy();
    await once(client, 'close');
    await new Promise((resolve) => setImmediate(resolve));
    answer.resolve(['127.0.0.1']);
    await gone.promise;
    backend.close();
  });

  it('notes every host it was asked for, once', async () => {
    const egress = await start();
    await get(egress, `http://shop.localhost:${server.port}/`);
    await get(egress, `http://shop.localhost:${server.port}/`);
    assert.deepEqual(egress.takeContacts(), [{ scheme: 'http', host: 'shop.localhost', port: server.port }]);
    assert.deepEqual(egress.takeContacts(), []);
  });

  it('reaches an upstream proxy that the operator did not choose only where it may reach all else', async () => {
    const reached: string[] = [];
    const proxy = createServer((socket) => {
      reached.push('connection');
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello');
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const own = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    try {
      for (const [guardsUpstream, count] of [
        [true, 0],
        [false, 1],
      ] as const) {
        const egress = await startEgress({ allowed: [], upstream: own, guardsUpstream });
        opened.push(egress);
        await get(egress, 'http://9.9.9.9/');
        assert.equal(reached.length, count, `guarded: ${guardsUpstream}`);
      }
    } finally {
      proxy.close();
    }
  });

  it('closes though somebody who was told no stays on the line', async () => {
    const egress = await start();
    const client = connect({ port: egress.port, host: '127.0.0.1', allowHalfOpen: true });
    client.on('error', () => undefined);
    client.write('CONNECT shop.example:443 HTTP/1.1\r\nHost: shop.example:443\r\n\r\n');
    const [answer] = (await once(client, 'data')) as [Buffer];
    assert.match(answer.toString(), /^HTTP\/1\.1 407/);
    await egress.close();
    client.destroy();
  });
});
