import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { createServer, type Server } from 'node:net';
import { crawlSite, type CrawledSite } from '../crawler/support/crawl-site.ts';
import { routes, serve, type TestServer } from '../crawler/support/serve.ts';

/** An address of this machine that the crawl may not reach; whoever connects to it has got around the rules. */
const forbidden = '127.0.0.2';

describe('a page that tries to reach where the crawl may not', function () {
  this.timeout(60_000);
  let trap: Server;
  let udpTrap: Socket | undefined;
  let server: TestServer | undefined;
  let site: CrawledSite | undefined;
  const caught: string[] = [];
  const asked = new Set<string>();

  before(async function () {
    trap = createServer((socket) => {
      caught.push('tcp');
      socket.destroy();
    });
    const isBound = await new Promise<boolean>((resolve) => {
      trap.once('error', () => resolve(false)).listen(0, forbidden, () => resolve(true));
    });
    // Only Linux answers for all of 127.0.0.0/8 without being told to.
    if (!isBound) this.skip();
    const { port } = trap.address() as { port: number };
    const udp = (udpTrap = createSocket('udp4', () => caught.push('udp')));
    await new Promise<void>((resolve) => udp.bind(port, forbidden, resolve));
    const away = `${forbidden}:${port}`;
    const table = routes({
      '/': hostilePage(away, port),
      '/redirect': (_, response) => void response.writeHead(302, { location: `http://${away}/landed` }).end(),
      '/worker.js': `fetch('http://${away}/worker').catch(() => 0)`,
      '/done': '',
    });
    server = await serve((request, response) => {
      asked.add(request.url ?? '');
      table(request, response);
    });
    site = await crawlSite(
      { startUrls: [`http://127.0.0.1:${server.port}/`], budgets: { pages: 1 } },
      { allowNetworks: ['127.0.0.1/32'] },
    );
  });

  after(async () => {
    await site?.remove();
    await server?.close();
    udpTrap?.close();
    trap.close();
  });

  it('reaches nothing, by no way', () => {
    assert.ok(asked.has('/done'), 'the page ran to its end');
    assert.deepEqual(caught, []);
    const blocked = site?.capture.receipt.requests.blocked ?? 0;
    assert.ok(blocked >= 10, String(blocked));
  });

  it("leaves no script of the browser's own error pages in the capture", () => {
    const pages = site?.capture.sightings.map(({ pageUrl }) => pageUrl) ?? [];
    assert.ok(pages.length > 0);
    assert.equal(
      pages.find((url) => url.startsWith('chrome-error:')),
      undefined,
    );
  });
});

function hostilePage(away: string, port: number): string {
  return `<!doctype html><title>t</title>
    <link rel=dns-prefetch href="//${away}"><link rel=preconnect href="http://${away}">
    <link rel=prefetch href="http://${away}/prefetch"><link rel=icon href="http://${away}/icon">
    <script type=speculationrules>{"prefetch":[{"urls":["http://${away}/speculated"]}]}</script>
    <style>@import url(http://${away}/css);</style>
    <script src="http://${away}/s.js"></script><script src="/redirect"></script>
    <script src="http://[::ffff:${forbidden}]:${port}/mapped.js"></script>
    <script src="http://0x7f000002:${port}/hex.js"></script><script src="http://2130706434:${port}/decimal.js"></script>
    <iframe src="http://${away}/frame"></iframe><iframe src="/redirect"></iframe>
    <object data="http://${away}/object"></object><video src="http://${away}/video"></video>
    <form id=f target=inner method=post action="http://${away}/form"><input name=a></form><iframe name=inner></iframe>
    <a id=p ping="http://${away}/ping" href="#here">ping</a>
    <script>
      const quiet = (work) => { try { Promise.resolve(work()).catch(() => 0); } catch {} };
      quiet(() => fetch('http://${away}/fetch'));
      quiet(() => new WebSocket('ws://${away}/socket'));
      quiet(() => navigator.sendBeacon('http://${away}/beacon', 'x'));
      quiet(() => new EventSource('http://${away}/events'));
      quiet(() => new WebTransport('https://${away}/transport').ready);
      quiet(() => import('http://${away}/module.js'));
      quiet(() => new SharedWorker('/worker.js'));
      quiet(() => new Worker('/worker.js'));
      quiet(() => navigator.serviceWorker.register('/worker.js'));
      quiet(() => window.open('http://${away}/window'));
      quiet(() => document.getElementById('f').submit());
      quiet(() => document.getElementById('p').click());
      quiet(async () => {
        const servers = [{ urls: 'stun:${away}' }, { urls: 'turn:${away}?transport=tcp', username: 'a', credential: 'b' }];
        const peer = new RTCPeerConnection({ iceServers: servers });
        peer.createDataChannel('x');
        await peer.setLocalDescription(await peer.createOffer());
      });
      addEventListener('pagehide', () => quiet(() => fetch('http://${away}/farewell', { keepalive: true })));
      addEventListener('load', () => fetch('/done'));
    </script>`;
}
