import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request, type RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { loadConfig, type ServiceConfig } from '../../../server/config/index.ts';
import { listen, type HttpServer } from '../../../server/operations/http-server.ts';

const { limits } = loadConfig({ env: {}, cwd: '/' }).config;

describe('the HTTP server', () => {
  const servers: HttpServer[] = [];
  const sockets: Socket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const server of servers.splice(0)) if (server.server.listening) await server.close(0);
  });

  async function start(
    handler: RequestListener,
    changed: Partial<ServiceConfig['limits']> = {},
  ): Promise<HttpServer> {
    const server = await listen(handler, { host: '127.0.0.1', port: 0, limits: { ...limits, ...changed } });
    servers.push(server);
    return server;
  }

  async function dial({ port }: HttpServer, first = ''): Promise<Socket> {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect');
    socket.write(first);
    return socket;
  }

  const ok: RequestListener = (_request, response) => void response.end('ok');

  it('says which port it has', async () => {
    const { port } = await start(ok);
    assert.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), 'ok');
  });

  it('refuses a port that is taken, with a code', async () => {
    const { port } = await start(ok);
    await assert.rejects(listen(ok, { host: '127.0.0.1', port, limits }), { code: 'SW_LISTEN_FAILED' });
  });

  it('refuses an address that this machine does not have', async () => {
    await assert.rejects(listen(ok, { host: '192.0.2.1', port: 0, limits }), { code: 'SW_LISTEN_FAILED' });
  });

  it('gives up on a client that does not finish its headers', async () => {
    const socket = await dial(
      await start(ok, { headerSeconds: 1 }),
      'GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ',
    );
    assert.match(await text(socket), /^HTTP\/1\.1 408 /);
  });

  it('gives up on a client that does not finish its body', async () => {
    const server = await start((message, response) => void message.resume().on('end', () => response.end()), {
      headerSeconds: 1,
      requestSeconds: 1,
    });
    const head = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nx';
    assert.match(await text(await dial(server, head)), /^HTTP\/1\.1 408 /);
  });

  it('closes a connection that rests too long', async () => {
    const socket = await dial(
      await start(ok, { idleSeconds: 1 }),
      'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n',
    );
    assert.match(await text(socket), /200 OK[\s\S]*ok/);
  });

  it('refuses headers that are too large', async () => {
    const server = await start(ok, { headerBytes: 1024 });
    const head = `GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ${'x'.repeat(4000)}\r\n\r\n`;
    assert.match(await text(await dial(server, head)), /^HTTP\/1\.1 431 /);
  });

  it('refuses requests that are ambiguous or no HTTP at all', async () => {
    const server = await start(ok);
    for (const bytes of [
      'GET / HTTP/1.1\r\n\r\n',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx',
      '\u0016\u0003\u0001\u0002\r\n\r\n',
    ]) {
      assert.match(await text(await dial(server, bytes)), /^HTTP\/1\.1 400 /, JSON.stringify(bytes));
    }
  });

  it('takes no more connections than it may', async () => {
    const server = await start(ok, { connections: 2 });
    await dial(server);
    await dial(server);
    assert.equal(await text(await dial(server)), '');
  });

  it('lets a request under way end, and takes no new connection meanwhile', async () => {
    let finish: () => void = () => undefined;
    const begun = Promise.withResolvers<undefined>();
    const server = await start((_message, response) => {
      finish = () => response.end('whole');
      begun.resolve(undefined);
    });
    const socket = await dial(server, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const answer = text(socket);
    await begun.promise;
    const closing = server.close(10_000);
    await assert.rejects(fetch(`http://127.0.0.1:${server.port}/`));
    finish();
    assert.equal(await closing, 0);
    assert.match(await answer, /Connection: close[\s\S]*whole/i);
  });

  it('closes connections that rest', async () => {
    const server = await start(ok);
    const socket = await dial(server, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(socket, 'data');
    assert.equal(await server.close(10_000), 0);
  });

  it('ends event streams at once', async () => {
    const server = await start((_message, response) => {
      response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
      response.write(':\n\n');
    });
    const [response] = (await once(request(`http://127.0.0.1:${server.port}/`).end(), 'response')) as [
      NodeJS.ReadableStream,
    ];
    const whole = text(response);
    assert.equal(await server.close(10_000), 0);
    assert.equal(await whole, ':\n\n');
  });

  it('cuts what does not end in time, and counts it', async () => {
    const begun = Promise.withResolvers<undefined>();
    const server = await start(() => begun.resolve(undefined));
    const socket = await dial(server, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await begun.promise;
    assert.equal(await server.close(20), 1);
    assert.equal(await text(socket), '');
  });
});
