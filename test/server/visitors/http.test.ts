import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import express from 'express';
import { addSite, ensureReportKey, readVisitorCounts, type Store } from '../../../server/store/index.ts';
import { VisitorIntake, visitorReports } from '../../../server/visitors/index.ts';
import { shopFile } from '../store/captures.ts';
import { onEveryDatabase } from '../store/databases.ts';

const report = JSON.stringify({
  'csp-report': {
    'document-uri': 'https://shop.example/',
    'effective-directive': 'img-src',
    'blocked-uri': 'https://evil.example/p.gif',
  },
});

onEveryDatabase('POST /csp/:key', (databases) => {
  let store: Store;
  let siteId: number;
  let key: string;
  let intake: VisitorIntake;
  let server: Server;
  let base: string;

  beforeEach(async () => {
    store = await databases.open();
    ({ id: siteId } = await addSite(store.db, { name: 'shop', definition: shopFile }));
    ({ key } = await ensureReportKey(store.db, siteId));
    intake = new VisitorIntake({ store, now: Date.now, limits: { bodyMs: 200 } });
    const app = express().disable('x-powered-by');
    app.all('/csp/:key', visitorReports(intake));
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await intake.close();
  });

  const post = (
    to: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<Response> =>
    fetch(`${base}/csp/${to}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/csp-report', ...headers },
    });
  const counts = async (): Promise<Record<string, number>> => {
    await intake.flush();
    const rows = await readVisitorCounts(store.db, siteId);
    return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
  };

  it('takes a report and says nothing', async () => {
    const response = await post(key, report);
    assert.deepEqual([response.status, await response.text()], [204, '']);
    assert.deepEqual(await counts(), { kept: 1 });
  });

  it('answers alike whatever the key and whatever the body', async () => {
    const answers = await Promise.all([
      post(key, report),
      post('guessed', report),
      post(key, '{'),
      post(key, report, { 'content-type': 'text/plain' }),
      post(key, report, { 'content-encoding': 'gzip' }),
      post('..%2f..%2fetc', report),
    ]);
    const told = await Promise.all(
      answers.map(async (answer) => [
        answer.status,
        await answer.text(),
        [...answer.headers].filter(([name]) => !/^(?:date|connection|keep-alive)$/.test(name)),
      ]),
    );
    for (const answer of told) assert.deepEqual(answer, told[0]);
    assert.deepEqual(await counts(), { kept: 1, malformed: 3 });
  });

  it('answers the preflight of any site', async () => {
    const response = await fetch(`${base}/csp/${key}`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    assert.equal(response.status, 204);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.equal(response.headers.get('access-control-allow-methods'), 'POST');
    assert.match(response.headers.get('access-control-allow-headers')!, /content-type/i);
  });

  it('leaves other methods to the rest of the service', async () => {
    assert.equal((await fetch(`${base}/csp/${key}`)).status, 404);
  });

  it('takes no body beyond its limit, announced or not', async () => {
    const large = new Uint8Array(intake.limits.bodyBytes + 1).fill(32);
    assert.equal((await post(key, large)).status, 204);
    const stream = new ReadableStream({
      start(controller) {
        for (let sent = 0; sent <= intake.limits.bodyBytes; sent += 8192)
          controller.enqueue(new Uint8Array(8192).fill(32));
        controller.close();
      },
    });
    const init = {
      method: 'POST',
      body: stream,
      duplex: 'half',
      headers: { 'content-type': 'application/json' },
    };
    // The connection is closed on what is still being sent: some clients call that a failure.
    await fetch(`${base}/csp/${key}`, init as RequestInit).catch(() => undefined);
    assert.deepEqual(await counts(), { 'too-large': 2 });
  });

  it('waits for a slow body so long and no longer', async () => {
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /csp/${key} HTTP/1.1\r\nHost: x\r\nContent-Type: application/csp-report\r\nContent-Length: 500\r\n\r\n{`,
    );
    assert.match(await text(socket), /^HTTP\/1\.1 204/);
    assert.deepEqual(await counts(), { 'too-slow': 1 });
  });

  it('does nothing for a client that goes away', async () => {
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /csp/${key} HTTP/1.1\r\nHost: x\r\nContent-Type: application/csp-report\r\nContent-Length: 500\r\n\r\n{`,
    );
    const [request] = (await once(server, 'request')) as [{ once: (name: string, then: () => void) => void }];
    const closed = new Promise<void>((resolve) => request.once('close', resolve));
    socket.destroy();
    await closed;
    assert.deepEqual(await counts(), {});
  });
});
