import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultScanLimits } from '../../../server/scans/limits.ts';
import { receive } from '../../../server/scans/receive/index.ts';

/** What became of each request: the labels received, or the code of the refusal. */
describe('receiving uploads over a bad line', () => {
  let server: Server;
  let workDir: string;
  const outcomes: Promise<string>[] = [];
  const sockets: Socket[] = [];
  beforeEach(async () => {
    workDir = mkdtempSync(join(tmpdir(), 'scriptwarden-receive-'));
    server = createServer((request, response) => {
      const received = receive(request, { limits: defaultScanLimits, workDir, idleMs: 100 }, (what) =>
        Promise.resolve(what.source === 'url' ? what.url : what.files.map((file) => file.path).join()),
      );
      const outcome = received.catch((error: unknown) => (error as { code: string }).code);
      outcomes.push(outcome);
      void outcome.then((text) => response.end(text));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server.closeAllConnections();
    server.close();
    outcomes.length = 0;
    assert.deepEqual(readdirSync(workDir), [], 'nothing is left behind');
    rmSync(workDir, { recursive: true, force: true });
  });

  const part = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.js"\r\n\r\n';
  /** Sends the head of a request and this much of its body, and nothing more. */
  const begin = async (
    body: string,
    headers = 'Content-Type: multipart/form-data; boundary=b',
  ): Promise<Socket> => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    const asked = once(server, 'request');
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${headers}\r\nContent-Length: 1000000\r\n\r\n${body}`);
    await asked;
    return socket;
  };

  it('gives up a sender that rests, in whatever part', async () => {
    await begin('');
    await begin(part);
    await begin(`${part}let a = '${'x'.repeat(500_000)}`);
    await begin('{"code": "', 'Content-Type: application/json');
    await begin('let a', 'Content-Type: text/javascript');
    const told = await Promise.all(outcomes);
    assert.deepEqual(
      told,
      Array.from({ length: 5 }, () => 'SW_REQUEST_TIMEOUT'),
    );
  });

  it('goes on while something arrives', async () => {
    const socket = await begin('let a = 1;', 'Content-Type: text/javascript');
    const piece = '//'.padEnd(99_998, 'x');
    for (let sent = 10; sent < 1_000_000;) {
      const next = piece.slice(0, Math.min(piece.length, 1_000_000 - sent));
      sent += next.length;
      socket.write(next);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal(await outcomes[0], 'upload.js');
  });

  it('notices a sender that is gone', async () => {
    for (const body of ['', part, `${part}let a = '${'x'.repeat(500_000)}`]) (await begin(body)).destroy();
    const told = await Promise.all(outcomes);
    assert.deepEqual(
      told,
      Array.from({ length: 3 }, () => 'SW_UPLOAD_INVALID'),
    );
  });

  it('takes several files with names from any system', async () => {
    const names = ['C:\\fakepath\\a.js', '../../b.js', '', 'c.js'];
    const parts = names
      .map((name) => part.replace('a.js', name.replaceAll('\\', '\\\\')) + 'let a;\r\n')
      .join('');
    const body = `${parts}--b--\r\n`;
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    });
    assert.match(await response.text(), /a\.js,\.\.\/\.\.\/b\.js,unnamed,c\.js$/);
  });
});
