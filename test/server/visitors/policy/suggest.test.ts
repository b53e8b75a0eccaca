import assert from 'node:assert/strict';
import { addSite, ensureReportKey, type Store } from '../../../../server/store/index.ts';
import {
  policyOfSite,
  policySuggestion,
  renderPolicy,
  type PolicySuggestion,
} from '../../../../server/visitors/policy/index.ts';
import { VisitorIntake } from '../../../../server/visitors/index.ts';
import { sha256 } from '../../../../core/encoding/index.ts';
import type { Connection } from '../../../../core/schema/index.ts';
import { crawlSite, shopFile, type MadeScript } from '../../store/captures.ts';
import { onEveryDatabase } from '../../store/databases.ts';

const home = 'https://shop.example/';

function contact(host: string, resourceTypes: string[], by?: string): Connection {
  return {
    host,
    scheme: resourceTypes.includes('websocket') ? 'wss' : 'https',
    resourceTypes,
    requests: 1,
    failed: 0,
    firstUrl: `https://${host}/`,
    initiator: by === undefined ? { kind: 'parser' } : { kind: 'script', sha256: sha256(by) },
  };
}

const cspHash = (body: string): string => `'sha256-${Buffer.from(sha256(body), 'hex').toString('base64')}'`;

onEveryDatabase('a suggested policy', (databases) => {
  let store: Store;
  let siteId: number;
  beforeEach(async () => {
    store = await databases.open();
    ({ id: siteId } = await addSite(store.db, { name: 'shop', definition: shopFile }));
  });

  const crawl = (day: number, scripts: MadeScript[], connections: Connection[] = []): Promise<unknown> =>
    crawlSite(store, siteId, [{ url: home, scripts, visit: { connections } }], day);
  const suggest = async (visitors = false): Promise<PolicySuggestion> =>
    policySuggestion.parse(
      await policyOfSite(store, siteId, { visitors, publicUrl: 'https://warden.example', now: Date.now() }),
    );
  const directives = async (): Promise<Record<string, string[]>> => (await suggest()).policies[0]!.directives;
  const risks = async (): Promise<string[]> => (await suggest()).risks.map(({ code }) => code);

  it('names each host under what it was used for', async () => {
    await crawl(
      1,
      [{ body: 'a()', url: 'https://cdn.example/a.js' }],
      [
        contact('cdn.example', ['script']),
        contact('img.example', ['image', 'stylesheet']),
        contact('live.example', ['websocket']),
        contact('shop.example', ['document', 'font']),
      ],
    );
    const found = await directives();
    assert.deepEqual(found['script-src'], ["'self'", 'https://cdn.example', "'report-sample'"]);
    assert.deepEqual(found['img-src'], ["'self'", 'https://img.example', 'data:']);
    assert.deepEqual(found['style-src'], ["'self'", 'https://img.example', "'unsafe-inline'"]);
    assert.deepEqual(found['connect-src'], ["'self'", 'wss://live.example']);
    assert.deepEqual(found['font-src'], ["'self'", 'data:']);
    assert.deepEqual(found['object-src'], ["'none'"]);
  });

  it('is report-only first and reports to the key of the site', async () => {
    await crawl(1, []);
    const { headers } = await suggest();
    const { key } = await ensureReportKey(store.db, siteId);
    assert.deepEqual(Object.keys(headers), ['Content-Security-Policy-Report-Only', 'Reporting-Endpoints']);
    assert.ok(
      headers['Content-Security-Policy-Report-Only']!.endsWith(
        `report-uri https://warden.example/csp/${key}; report-to scriptwarden`,
      ),
    );
  });

  it('names steady inline scripts by hash, handlers apart, and asks for a nonce where they differ', async () => {
    for (const day of [1, 2, 3, 4]) {
      await crawl(day, [
        { body: 'steady()' },
        { body: 'onclick()', kind: 'handler' },
        { body: `var request = ${day}` },
      ]);
    }
    const { policies, inline, needsNonce } = await suggest();
    const [hosts, strict] = policies;
    assert.ok(hosts!.directives['script-src']!.includes(cspHash('steady()')));
    assert.deepEqual(hosts!.directives['script-src-attr'], [
      "'unsafe-hashes'",
      cspHash('onclick()'),
      "'report-sample'",
    ]);
    assert.deepEqual(inline.map(({ advice }) => advice).sort(), ['hash', 'nonce', 'rewrite']);
    assert.equal(needsNonce, true);
    assert.ok(strict!.directives['script-src']!.includes("'strict-dynamic'"));
  });

  it('allows eval only where code was made from text, and says by whom', async () => {
    await crawl(1, [{ body: 'a()', url: 'https://cdn.example/a.js' }]);
    assert.ok(!(await directives())['script-src']!.includes("'unsafe-eval'"));
    await crawl(2, [
      { body: 'made()', kind: 'eval', by: 'a()' },
      { body: 'a()', url: 'https://cdn.example/a.js' },
    ]);
    assert.ok((await directives())['script-src']!.includes("'unsafe-eval'"));
    assert.ok((await risks()).includes('unsafe-eval'));
  });

  it('leaves out what is malicious, and what only that contacted', async () => {
    const evil = 'evil(1)';
    await crawl(
      1,
      [{ body: evil, url: 'https://skim.example/s.js' }, { body: 'evil(2)' }],
      [contact('collect.example', ['fetch'], evil), contact('skim.example', ['script'])],
    );
    const { headers, risks: told } = await suggest();
    assert.doesNotMatch(JSON.stringify(headers), /skim\.example|collect\.example/);
    assert.doesNotMatch(
      JSON.stringify(headers),
      new RegExp(cspHash('evil(2)').replace(/[+/]/g, String.raw`\$&`)),
    );
    const left = told.find(({ code }) => code === 'malicious-left-out');
    assert.ok(left!.subjects.includes('https://collect.example'));
  });

  it('gives integrity attributes to what stayed the same over three crawls, and says why others get none', async () => {
    for (const day of [1, 2, 3]) {
      await crawl(day, [
        { body: 'steady()', url: 'https://cdn.example/steady.js' },
        { body: `changing${'x'.repeat(day)}()`, url: 'https://cdn.example/changing.js' },
        { body: 'late()', url: 'https://cdn.example/late.js', by: 'steady()' },
        { body: 'own()', url: 'https://shop.example/own.js' },
        ...(day === 3 ? [{ body: 'fresh()', url: 'https://cdn.example/fresh.js' }] : []),
      ]);
    }
    const { integrity, withoutIntegrity, risks: told } = await suggest();
    assert.deepEqual(
      integrity.map(({ url, integrity: value, crawls }) => [url, `'${value}'`, crawls]),
      [['https://cdn.example/steady.js', cspHash('steady()'), 3]],
    );
    const why = Object.fromEntries(withoutIntegrity.map(({ url, why: reason }) => [url, reason]));
    assert.match(why['https://cdn.example/changing.js']!, /changed/);
    assert.match(why['https://cdn.example/late.js']!, /Another script/);
    assert.match(why['https://cdn.example/fresh.js']!, /wait/);
    assert.ok(told.some(({ code }) => code === 'rotating-scripts'));
  });

  it('says what was seen once, and how little it rests on', async () => {
    await crawl(1, [], [contact('once.example', ['image'])]);
    assert.ok((await risks()).includes('few-crawls'));
    for (const day of [2, 3]) await crawl(day, [], [contact('always.example', ['image'])]);
    const once = (await suggest()).risks.find(({ code }) => code === 'seen-once');
    assert.deepEqual(
      once!.subjects,
      ['once.example'].map((host) => `https://${host} (image)`),
    );
  });

  it("takes visitors' reports only when asked for, and only those of several networks", async () => {
    await crawl(1, []);
    const { key } = await ensureReportKey(store.db, siteId);
    const intake = new VisitorIntake({ store, now: Date.now });
    const body = (host: string): string =>
      JSON.stringify([
        {
          type: 'csp-violation',
          body: { documentURL: home, blockedURL: `https://${host}/`, effectiveDirective: 'img-src' },
        },
      ]);
    for (let network = 0; network < 5; network++)
      await intake.accept(key, body('many.example'), `198.51.${network}.1`);
    await intake.accept(key, body('one.example'), '198.51.0.1');
    await intake.close();
    assert.doesNotMatch(JSON.stringify((await suggest()).headers), /many\.example/);
    const asked = await suggest(true);
    assert.match(JSON.stringify(asked.headers), /img-src 'self' https:\/\/many\.example/);
    assert.doesNotMatch(JSON.stringify(asked.headers), /one\.example/);
    assert.ok(asked.risks.some(({ code }) => code === 'from-visitors'));
  });

  it('is text that no site can break', async () => {
    await crawl(1, [{ body: 'a()', url: 'https://cdn.example/"><script>\u001b[31m.js' }]);
    const text = renderPolicy(await suggest());
    assert.doesNotMatch(text, /\u001b/);
    for (const { tag } of (await suggest()).integrity) assert.equal(tag.match(/</g)!.length, 2);
  });
});
