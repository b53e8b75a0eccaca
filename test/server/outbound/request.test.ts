import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { OutboundError, request, type OutboundFailure } from '../../../server/outbound/index.ts';
import { Servers } from './servers.ts';

const inside = { allowNetworks: ['127.0.0.0/8'] };

function fails(failure: OutboundFailure): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof OutboundError, String(error));
    assert.equal(error.failure, failure, error.message);
    return true;
  };
}

describe('a request to an address that somebody else chose', () => {
  const servers = new Servers();
  afterEach(() => servers.close());

  it('answers status, headers and body', async () => {
    const port = await servers.http((asked, answer) => {
      let body = '';
      asked.on('data', (piece: Buffer) => (body += piece.toString()));
      asked.on('end', () => answer.writeHead(201, { 'x-told': String(asked.headers['x-asked']) }).end(body));
    });
    const answer = await request(`http://127.0.0.1:${port}/hook`, {
      ...inside,
      method: 'POST',
      headers: { 'x-asked': 'yes' },
      body: 'čest',
    });
    assert.deepEqual(
      [answer.status, answer.headers['x-told'], answer.body.toString(), answer.address],
      [201, 'yes', 'čest', '127.0.0.1'],
    );
  });

  for (const host of [
    '127.0.0.1',
    '0x7f.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '169.254.169.254',
    'localhost',
    '10.0.0.1',
  ]) {
    it(`refuses ${host} with no network allowed`, () =>
      assert.rejects(request(`https://${host}/`), fails('address-refused')));
  }

  it('refuses http: to a public address, which no allowed network holds', () =>
    assert.rejects(request('http://93.184.215.14/', inside), fails('scheme-refused')));

  it('refuses http: altogether when told so', () =>
    assert.rejects(request('http://127.0.0.1/', { ...inside, plainHttp: 'never' }), fails('scheme-refused')));

  for (const [url, failure] of [
    ['not a url', 'url-invalid'],
    ['https://', 'url-invalid'],
    ['file:///etc/passwd', 'scheme-refused'],
    ['gopher://127.0.0.1/', 'scheme-refused'],
    ['http://user:secret@127.0.0.1/', 'credentials-refused'],
    ['http://127.0.0.1:25/', 'port-refused'],
  ] as const) {
    it(`refuses ${url}`, () => assert.rejects(request(url, inside), fails(failure)));
  }

  it('dials the address that was checked, however the name answers a second time', async () => {
    const port = await servers.http((_, answer) => answer.end('the checked one'));
    const answers = [['127.0.0.1'], ['127.0.0.2'], ['127.0.0.2']];
    let asked = 0;
    const answer = await request(`http://rebinding.test:${port}/`, {
      allowNetworks: ['127.0.0.1/32'],
      resolve: () => Promise.resolve(answers[asked++]!),
    });
    assert.deepEqual([answer.body.toString(), asked], ['the checked one', 1]);
  });

  it('leaves out the private address of a name that has a public one too', async () => {
    const port = await servers.http((_, answer) => answer.end('never'));
    await assert.rejects(
      request(`https://both.test:${port}/`, {
        resolve: () => Promise.resolve(['192.0.2.1', '127.0.0.1', '::1', '::ffff:127.0.0.1']),
        connectTimeoutMs: 20,
      }),
      fails('address-refused'),
    );
    const port2 = await servers.http((_, answer) => answer.end('allowed'));
    const { address } = await request(`http://both.test:${port2}/`, {
      allowNetworks: ['127.0.0.1/32'],
      resolve: () => Promise.resolve(['127.0.0.2', '127.0.0.1']),
    });
    assert.equal(address, '127.0.0.1');
  });

  it('takes a redirect as the answer', async () => {
    let followed = false;
    const port = await servers.http((asked, answer) => {
      followed ||= asked.url === '/there';
      answer.writeHead(302, { location: '/there' }).end();
    });
    const { status } = await request(`http://127.0.0.1:${port}/`, inside);
    assert.deepEqual([status, followed], [302, false]);
  });

  it('checks every address that it is redirected to', async () => {
    const port = await servers.http((asked, answer) =>
      answer.writeHead(307, { location: `http://127.0.0.2:${asked.socket.localPort}/` }).end(),
    );
    await assert.rejects(
      request(`http://127.0.0.1:${port}/`, { allowNetworks: ['127.0.0.1/32'], maxRedirects: 3 }),
      fails('address-refused'),
    );
  });

  it('gives up a ring of redirects', async () => {
    const port = await servers.http((_, answer) => answer.writeHead(302, { location: '/' }).end());
    await assert.rejects(
      request(`http://127.0.0.1:${port}/`, { ...inside, maxRedirects: 2 }),
      fails('too-many-redirects'),
    );
  });

  it('keeps credentials with their origin and posts nothing twice when redirected', async () => {
    const seen: unknown[] = [];
    const there = await servers.http((asked, answer) => {
      seen.push([asked.method, asked.headers.authorization, asked.headers['x-kept']]);
      answer.end();
    });
    const here = await servers.http((_, answer) =>
      answer.writeHead(302, { location: `http://127.0.0.1:${there}/` }).end(),
    );
    await request(`http://127.0.0.1:${here}/`, {
      ...inside,
      maxRedirects: 1,
      method: 'POST',
      body: 'x',
      headers: { authorization: 'Bearer secret', 'x-kept': 'yes' },
    });
    assert.deepEqual(seen, [['GET', undefined, 'yes']]);
  });

  it('gives up a connection that says nothing', async () => {
    const port = await servers.raw(() => undefined);
    await assert.rejects(
      request(`http://127.0.0.1:${port}/`, { ...inside, headersTimeoutMs: 30 }),
      fails('timed-out'),
    );
  });

  it('gives up a TLS handshake that never ends', async () => {
    const port = await servers.raw(() => undefined);
    await assert.rejects(
      request(`https://127.0.0.1:${port}/`, { ...inside, connectTimeoutMs: 30 }),
      fails('timed-out'),
    );
  });

  it('gives up an answer that trickles', async () => {
    const timers: NodeJS.Timeout[] = [];
    const port = await servers.raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      timers.push(setInterval(() => socket.write('.'), 5));
    });
    await assert.rejects(
      request(`http://127.0.0.1:${port}/`, { ...inside, timeoutMs: 60 }),
      fails('timed-out'),
    );
    for (const timer of timers) clearInterval(timer);
  });

  it('gives up a resolver that never answers', () =>
    assert.rejects(
      request('https://silent.test/', { resolve: () => new Promise<never>(() => undefined), timeoutMs: 30 }),
      fails('timed-out'),
    ));

  it('stops when it is called off', async () => {
    const called = new AbortController();
    const port = await servers.raw(() => called.abort(new Error('enough')));
    await assert.rejects(
      request(`http://127.0.0.1:${port}/`, { ...inside, signal: called.signal }),
      /enough/,
    );
    await assert.rejects(
      request(`http://127.0.0.1:${port}/`, { ...inside, signal: called.signal }),
      /enough/,
    );
  });

  it('fails or cuts a body that is too long, as asked', async () => {
    const port = await servers.http((_, answer) => answer.end('x'.repeat(1000)));
    const url = `http://127.0.0.1:${port}/`;
    await assert.rejects(request(url, { ...inside, maxBytes: 999 }), fails('too-large'));
    const cut = await request(url, { ...inside, maxBytes: 999, overflow: 'cut' });
    assert.deepEqual([cut.body.length, cut.isCut], [999, true]);
    const whole = await request(url, { ...inside, maxBytes: 1000 });
    assert.deepEqual([whole.body.length, whole.isCut], [1000, false]);
  });

  it('counts a compressed body by what comes out of it', async () => {
    const port = await servers.http((_, answer) =>
      answer.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(10_000_000))),
    );
    const url = `http://127.0.0.1:${port}/`;
    await assert.rejects(request(url, { ...inside, maxBytes: 100_000 }), fails('too-large'));
    assert.equal((await request(url, { ...inside, maxBytes: 10_000_000 })).body.length, 10_000_000);
  });

  it('tells an answer that is no HTTP, one that is broken off, and a closed port', async () => {
    const port = await servers.raw((socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'));
    await assert.rejects(request(`http://127.0.0.1:${port}/`, inside), fails('broken-answer'));
    const half = await servers.raw((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx'));
    await assert.rejects(request(`http://127.0.0.1:${half}/`, inside), fails('unreachable'));
    await servers.close();
    await assert.rejects(request(`http://127.0.0.1:${half}/`, inside), fails('unreachable'));
  });

  it('tells a server without a trusted certificate', async () => {
    const port = await servers.http((_, answer) => answer.end());
    await assert.rejects(request(`https://127.0.0.1:${port}/`, inside), fails('tls-failed'));
  });

  it('goes through no proxy of the environment', async () => {
    let throughProxy = 0;
    const proxy = await servers.http((_, answer) => answer.end(String(++throughProxy)));
    const port = await servers.http((_, answer) => answer.end('direct'));
    const before = { ...process.env };
    Object.assign(process.env, { http_proxy: `http://127.0.0.1:${proxy}`, NODE_USE_ENV_PROXY: '1' });
    try {
      assert.equal((await request(`http://127.0.0.1:${port}/`, inside)).body.toString(), 'direct');
    } finally {
      for (const name of ['http_proxy', 'NODE_USE_ENV_PROXY']) {
        if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = before[name];
      }
    }
    assert.equal(throughProxy, 0);
  });
});
