import assert from 'node:assert/strict';
import { isLocalhostName, isSameSite, siteOf } from '../../../core/egress/index.ts';

describe('sites', () => {
  const sites = [
    ['shop.example.co.uk', 'example.co.uk'],
    ['Shop.Example.COM', 'example.com'],
    ['example.com.', 'example.com'],
    ['ann.github.io', 'ann.github.io'],
    ['shop.localhost', 'shop.localhost'],
    ['localhost', 'localhost'],
    ['intranet', 'intranet'],
    ['10.0.0.1', '10.0.0.1'],
    ['com', 'com'],
  ] as const;
  for (const [host, site] of sites) it(`${host} belongs to ${site}`, () => assert.equal(siteOf(host), site));

  it('tell own hosts from others', () => {
    assert.ok(isSameSite('www.example.com', 'cdn.example.com'));
    assert.ok(!isSameSite('ann.github.io', 'bob.github.io'));
    assert.ok(!isSameSite('shop.localhost', 'cdn.localhost'));
    assert.ok(!isSameSite('example.com', 'example.com.evil.net'));
  });

  it('know localhost and the names below it', () => {
    for (const host of ['localhost', 'LOCALHOST', 'a.localhost', 'a.b.localhost.', 'localhost.']) {
      assert.ok(isLocalhostName(host), host);
    }
    for (const host of ['localhost.example', 'notlocalhost', 'local', ''])
      assert.ok(!isLocalhostName(host), host);
  });
});
