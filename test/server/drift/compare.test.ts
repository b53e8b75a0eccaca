import assert from 'node:assert/strict';
import { change } from '../../../core/schema/change.ts';
import type { Change } from '../../../core/schema/change.ts';
import { compare, type SiteState } from '../../../server/drift/index.ts';
import { page, script, site, version } from './states.ts';

function drift(before: Partial<SiteState>, after: Partial<SiteState>): Change[] {
  const changes = compare(site(before), site({ crawl: 'crawl-2', ...after }));
  for (const one of changes) change.parse(one);
  return changes;
}

function told(changes: readonly Change[]): string[] {
  return changes.map((one) => `${one.severity} ${one.kind} ${one.subject.id}`);
}

const app = 'https://shop.example/app.js';

describe('drift of scripts', () => {
  it('is silent when nothing changed', () => {
    assert.deepEqual(drift({ scripts: [script()] }, { scripts: [script()] }), []);
  });

  it('calls an equal structure hash cosmetic', () => {
    const after = version('b', { structureHash: 'structure-a', shapeHash: 'shape-a' });
    assert.deepEqual(told(drift({ scripts: [script()] }, { scripts: [script({ versions: [after] })] })), [
      `info script-cosmetic ${app}`,
    ]);
  });

  it('calls equal shape with equal behaviour data', () => {
    const after = version('b', { shapeHash: 'shape-a' });
    assert.deepEqual(told(drift({ scripts: [script()] }, { scripts: [script({ versions: [after] })] })), [
      `info script-data ${app}`,
    ]);
  });

  for (const [reason, parts] of [
    ['a literal that reaches a URL, decoder or eval differs', { sensitiveHash: 'other' }],
    ['the analysis was cut short', { partial: true }],
    ['the sensitive literals are unknown', { sensitiveHash: null }],
  ] as const)
    it(`does not call equal shape data when ${reason}`, () => {
      const after = version('b', { shapeHash: 'shape-a', ...parts });
      assert.deepEqual(told(drift({ scripts: [script()] }, { scripts: [script({ versions: [after] })] })), [
        `info script-changed ${app}`,
      ]);
    });

  it('is silent about one more body of a script that differs in data on every request', () => {
    const [one, other, next] = ['a', 'b', 'c'].map((name) => version(name, { shapeHash: 'shape-a' }));
    const before = { scripts: [script({ versions: [one!, other!] })] };
    assert.deepEqual(drift(before, { scripts: [script({ versions: [next!] })] }), []);
    const sends = version('c', { shapeHash: 'shape-a', sensitiveHash: 'other' });
    assert.deepEqual(told(drift(before, { scripts: [script({ versions: [sends] })] })), [
      `info script-changed ${app}`,
    ]);
  });

  it('takes it seriously when a reader of every input begins to name the card and another host', () => {
    const before = version('a', { does: { fields: ['*'], hosts: ['shop.example'] } });
    const reads = version('b', {
      does: { fields: ['*', '#cc-number', '#colour'], hosts: ['shop.example', 'far.example'] },
    });
    const [change] = drift(
      { scripts: [script({ versions: [before] })] },
      { scripts: [script({ versions: [reads] })] },
    );
    assert.deepEqual(told([change!]), [`critical script-behaviour ${app}`]);
    assert.match(change!.message, /payment fields \(#cc-number\) and names the host far\.example/);
  });

  it('does not call the host that a script comes from new to it', () => {
    const names = version('b', { does: { hosts: ['shop.example'] } });
    assert.deepEqual(told(drift({ scripts: [script()] }, { scripts: [script({ versions: [names] })] })), [
      `low script-behaviour ${app}`,
    ]);
  });

  it('names a library upgrade with both versions', () => {
    const old = version('a', { library: { name: 'jquery', version: '3.7.0' } });
    const now = version('b', { library: { name: 'jquery', version: '3.7.1' } });
    const [upgrade] = drift(
      { scripts: [script({ versions: [old] })] },
      { scripts: [script({ versions: [now] })] },
    );
    assert.equal(upgrade?.kind, 'library-upgrade');
    assert.match(upgrade.message, /jquery 3\.7\.1 now, 3\.7\.0 before/);
  });

  it('does not let a banner hide new behaviour', () => {
    const old = version('a', { library: { name: 'jquery', version: '3.7.0' } });
    const now = version('b', {
      library: { name: 'jquery', version: '3.7.1' },
      does: { hosts: ['stats.invalid'] },
    });
    assert.deepEqual(
      told(drift({ scripts: [script({ versions: [old] })] }, { scripts: [script({ versions: [now] })] })),
      [`medium script-behaviour ${app}`],
    );
  });

  it('is critical when a script starts to read the card and names a new host', () => {
    const now = version('b', { does: { fields: ['#cc-number'], hosts: ['stats.invalid'] } });
    const [first] = drift({ scripts: [script()] }, { scripts: [script({ versions: [now] })] });
    assert.equal(first?.severity, 'critical');
    assert.match(first.message, /payment fields \(#cc-number\).*stats\.invalid/);
  });

  it('stays quiet when a bundle changes without gaining anything', () => {
    assert.deepEqual(
      told(drift({ scripts: [script()] }, { scripts: [script({ versions: [version('b')] })] })),
      [`info script-changed ${app}`],
    );
  });

  it('grades a new script by what it reads and where it comes from', () => {
    const harmless = script({ id: 'x', label: 'x', url: null, host: null });
    const foreign = script({ id: 'y', label: 'y', host: 'tags.example' });
    const reader = script({
      id: 'z',
      label: 'z',
      host: 'tags.example',
      versions: [version('z', { does: { fields: ['*'] } })],
    });
    assert.deepEqual(told(drift({}, { scripts: [harmless, foreign, reader] })), [
      'critical script-added z',
      'medium script-added y',
      'low script-added x',
    ]);
  });

  it('tells a new malicious script once, as a verdict that says that it is new and what it brings along', () => {
    const reader = script({
      id: 'z',
      label: 'z',
      host: 'tags.example',
      versions: [version('z', { verdict: 'malicious', does: { fields: ['#cc-number'] } })],
    });
    const changes = drift({}, { scripts: [reader] });
    assert.deepEqual(told(changes), ['critical verdict-changed z']);
    assert.equal(changes[0]?.before, null);
    assert.equal(
      changes[0].message,
      'New script z on 1 page is malicious (magecart). It reads payment fields (#cc-number) and comes from a host this site did not use before (tags.example).',
    );
  });

  it('tells a verdict that turned malicious as critical, with the reason', () => {
    const bad = version('b', { verdict: 'malicious' });
    const changes = drift({ scripts: [script()] }, { scripts: [script({ versions: [bad] })] });
    assert.deepEqual(told(changes), [`critical verdict-changed ${app}`, `info script-changed ${app}`]);
  });

  it('tells only findings at the first crawl', () => {
    const bad = script({ id: 'bad', versions: [version('b', { verdict: 'malicious' })] });
    const changes = compare(null, site({ scripts: [script(), bad] }));
    assert.deepEqual(told(changes), ['critical verdict-changed bad']);
    assert.equal(changes[0]?.before, null);
    assert.equal(changes[0].previousCrawl, null);
  });

  it('tells a script served to some visitors only', () => {
    const everyone = script({ visitors: ['plain', 'phone'] });
    const cloaked = script({ id: 'c', label: 'c', visitors: ['phone'] });
    const changes = drift({ scripts: [everyone] }, { scripts: [everyone, cloaked] });
    assert.ok(told(changes).includes('medium visitor-divergence c'));
  });
});

describe('drift of pages', () => {
  const csp = (value: string): Partial<SiteState> => ({
    pages: [page({ headers: [['content-security-policy', value]] })],
  });

  it('says what a weaker content security policy allows', () => {
    const [weaker] = drift(
      csp("script-src 'self' cdn.example"),
      csp("script-src 'self' cdn.example *.evil.example"),
    );
    assert.equal(weaker?.kind, 'header-weakened');
    assert.equal(weaker.severity, 'high');
    assert.match(weaker.message, /allows scripts from \*\.evil\.example/);
  });

  it('ignores nonces, which differ at every request', () => {
    assert.deepEqual(drift(csp("script-src 'nonce-abc'"), csp("script-src 'nonce-def'")), []);
  });

  it('tells a removed security header once for all pages', () => {
    const pages = (headers: [string, string][]): SiteState['pages'] =>
      ['a', 'b'].map((key) => page({ key, url: `https://shop.example/${key}`, headers }));
    const changes = drift({ pages: pages([['x-frame-options', 'DENY']]) }, { pages: pages([]) });
    assert.deepEqual(told(changes), ['high header-removed x-frame-options']);
    assert.match(changes[0]!.message, /2 pages/);
  });

  it('looks at security headers only', () => {
    assert.deepEqual(
      drift(
        { pages: [page({ headers: [['server', 'a']] })] },
        { pages: [page({ headers: [['server', 'b']] })] },
      ),
      [],
    );
  });

  it('is high when the payment form sends elsewhere', () => {
    const form = (action: string): Partial<SiteState> => ({
      pages: [
        page({
          forms: [
            {
              frameId: 'f',
              id: 'pay',
              action,
              method: 'post',
              fields: [{ tag: 'input', type: 'text', autocomplete: 'cc-number' }],
            },
          ],
        }),
      ],
    });
    const changes = drift(form('https://shop.example/pay?t=1'), form('https://collect.invalid/pay'));
    assert.deepEqual(told(changes), ['high form-action-changed pay']);
    assert.deepEqual(drift(form('https://shop.example/pay?t=1'), form('https://shop.example/pay?t=2')), []);
  });

  it('is high when a foreign frame appears on a payment page', () => {
    const frame = { url: 'https://pay.invalid/form?x=1', parentId: 'main' };
    assert.deepEqual(told(drift({}, { pages: [page({ frames: [frame] })] })), [
      'high frame-added https://pay.invalid/form',
    ]);
  });

  it('names the script that made a new host be contacted', () => {
    const reader = script({ versions: [version('a', { does: { fields: ['#email'] } })] });
    const hosts = [{ host: 'stats.invalid', resourceTypes: ['xhr'], scripts: [app] }];
    const changes = drift({ scripts: [reader] }, { scripts: [reader], pages: [page({ hosts })] });
    assert.deepEqual(told(changes), ['high host-added stats.invalid']);
    assert.match(changes[0]!.message, /app\.js/);
  });

  it('tells quietly what is gone from a page, and what is better than before', () => {
    const cookie = { name: 'a', domain: 'shop.example', path: '/', secure: true, httpOnly: true };
    const had = page({
      cookies: [{ ...cookie, session: true, setBy: 'script' }],
      frames: [{ url: 'https://chat.example/', parentId: 'main' }],
      forms: [{ frameId: 'f', id: 'mail', action: 'https://shop.example/mail', method: 'post', fields: [] }],
      headers: [['permissions-policy', 'camera=()']],
    });
    const now = page({
      headers: [
        ['x-frame-options', 'DENY'],
        ['permissions-policy', 'camera=(), usb=()'],
      ],
    });
    assert.deepEqual(told(drift({ pages: [had] }, { pages: [now] })), [
      'low header-changed permissions-policy',
      'info cookie-removed a shop.example',
      'info form-removed mail',
      'info frame-removed https://chat.example/',
      'info header-added x-frame-options',
    ]);
    assert.deepEqual(told(drift({ pages: [now] }, { pages: [{ ...now, forms: had.forms }] })), [
      'low form-added mail',
    ]);
  });

  it('treats cookies whose names carry a visit id as one', () => {
    const cookie = (name: string): Partial<SiteState> => ({
      pages: [
        page({
          cookies: [
            {
              name,
              domain: 'shop.example',
              path: '/',
              secure: true,
              httpOnly: true,
              session: true,
              setBy: 'script',
            },
          ],
        }),
      ],
    });
    assert.deepEqual(drift(cookie('sess_1234567'), cookie('sess_7654321')), []);
    assert.deepEqual(told(drift({}, cookie('new'))), ['low cookie-added new shop.example']);
  });

  it('tells a journey step that is no longer reached', () => {
    const steps = (reached: boolean): Partial<SiteState> => ({
      steps: [{ journey: 'buy', index: 2, name: 'pay', reached }],
    });
    assert.deepEqual(told(drift(steps(true), steps(false))), ['high step-not-reached buy/2']);
    assert.deepEqual(drift(steps(false), steps(false)), []);
  });

  it('tells a canary that reached an undeclared host', () => {
    const leak = {
      visitId: 'v',
      field: 'cc-number',
      host: 'stats.invalid',
      url: 'https://stats.invalid/',
      encoding: 'base64',
      via: 'image',
      expected: false,
    };
    assert.deepEqual(told(drift({}, { leaks: [leak] })), ['critical canary-leak cc-number stats.invalid']);
    assert.deepEqual(drift({}, { leaks: [{ ...leak, expected: true }] }), []);
  });
});
