import assert from 'node:assert/strict';
import { readCapture } from '../../crawler/index.ts';
import { sha256 } from '../../core/encoding/index.ts';
import type { Sighting } from '../../core/schema/index.ts';
import { crawlSite, type CrawledSite } from '../crawler/support/crawl-site.ts';
import { routes, serve, type Answer, type TestServer } from '../crawler/support/serve.ts';
import { pages, ways } from './support/ways.ts';

/** Each way for script text to reach a browser must be in the capture, with what it is and who caused it. */
describe('the ways of a script into the browser', function () {
  this.timeout(60_000);
  let server: TestServer;
  let site: CrawledSite;
  const texts = new Map<string, string>();
  let own: string;
  let other: string;

  before(async () => {
    const table: Record<string, Answer> = {};
    server = await serve((request, response) => routes(table)(request, response));
    own = `http://shop.localhost:${server.port}`;
    other = `http://other.localhost:${server.port}`;
    for (const [path, answer] of Object.entries(pages)) table[path] = withOther(answer, other);
    site = await crawlSite({ startUrls: [`${own}/`], budgets: { pages: 1 } });
    for (const sighting of site.capture.sightings) texts.set(sighting.sha256, await site.text(sighting));
  });

  after(async () => {
    await site.remove();
    await server.close();
  });

  const sightingsOf = (marker: string): Sighting[] =>
    // The script that makes others holds their markers too; the shortest text is the way itself.
    site.capture.sightings
      .filter(({ sha256: hash }) => texts.get(hash)!.includes(marker))
      .sort((one, two) => texts.get(one.sha256)!.length - texts.get(two.sha256)!.length);

  for (const way of ways) {
    it(`captures ${JSON.stringify(way.marker)} as ${way.kind}`, () => {
      const found = sightingsOf(way.marker);
      const sighting = found.find(
        ({ kind, executed }) => kind === way.kind && executed === (way.executed ?? true),
      );
      assert.ok(sighting, `found as ${JSON.stringify(found.map(({ kind, executed }) => [kind, executed]))}`);
      if (way.url === null) assert.equal(sighting.url, null);
      else if (way.url !== undefined) {
        assert.equal(sighting.url, way.url.startsWith('other:') ? other + way.url.slice(6) : own + way.url);
      }
      if (way.by) assert.equal(sighting.initiator.kind, way.by);
      if (way.cause) assert.match(texts.get(sighting.initiator.sha256 ?? '') ?? '', new RegExp(way.cause));
    });
  }

  it('keeps both URLs of a redirected script', () => {
    const [sighting] = sightingsOf('W07redirected');
    assert.deepEqual(sighting?.redirects, [`${own}/redirect.js`]);
  });

  it('lets no sourceURL comment decide identity', () => {
    const [inline] = sightingsOf('W12spoof');
    assert.equal(inline?.declaredUrl, 'https://cdn.example/jquery.js');
    const [evaluated] = sightingsOf('W27evalspoof');
    assert.equal(evaluated?.declaredUrl, '/same.js');
    assert.equal(evaluated.url, null);
  });

  it('keeps what ran and what the server sent apart', () => {
    const [bom] = sightingsOf('W10bom');
    assert.equal(bom?.wireSha256, sha256('\ufeff"W10bom"; '));
    const [latin1] = sightingsOf('W09latin1');
    assert.equal(latin1?.wireSha256, sha256(Buffer.from('"W09latin1 caf\u00e9"; ', 'latin1')));
    assert.equal(latin1.sha256, sha256('"W09latin1 caf\u00e9"; '));
    assert.equal(sightingsOf('W05same')[0]?.wireSha256, undefined);
  });

  it('is a complete capture that reads back', async () => {
    assert.deepEqual(site.capture.receipt.shortfalls, []);
    assert.equal(site.capture.state, 'done');
    const saved = await readCapture(site.dir);
    assert.deepEqual(saved.capture, site.capture);
  });
});

function withOther(answer: Answer, other: string): Answer {
  const swap = (text: string) => text.replaceAll('OTHER', other);
  if (typeof answer === 'string') return swap(answer);
  const headers = Object.fromEntries(
    Object.entries(answer.headers ?? {}).map(([name, value]) => [
      name,
      typeof value === 'string' ? swap(value) : value,
    ]),
  );
  return { ...answer, headers };
}
