import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { siteFile, type SiteFile } from '../../../core/schema/index.ts';
import { createSecretBox } from '../../../server/access/secrets/index.ts';
import { openSite, sealSite } from '../../../server/access/site-secrets.ts';

const secrets = ['header-secret', 'cookie-secret', 'basic-secret', 'proxy secret/@:'];

function site(change: object = {}): SiteFile {
  return siteFile.parse({
    name: 'shop',
    startUrls: ['https://shop.example/'],
    hosts: ['static.shop.example'],
    headers: { 'X-Scan': secrets[0] },
    cookies: [{ name: 'consent', value: secrets[1] }],
    basicAuth: { username: 'scan', password: secrets[2] },
    proxy: `http://user:${encodeURIComponent(secrets[3]!)}@proxy.example:3128/`,
    ...change,
  });
}

describe('the secrets of a site', () => {
  const box = createSecretBox([randomBytes(32)]);

  it('are nowhere to be read in what is stored, and come back whole', () => {
    const stored = sealSite(box, site());
    const text = JSON.stringify(stored);
    for (const secret of secrets)
      assert.ok(!text.includes(secret) && !text.includes(encodeURIComponent(secret)));
    assert.deepEqual(openSite(box, stored), site());
    assert.deepEqual(siteFile.parse(stored), stored, 'what is stored is still a site file');
  });

  it('of a site file that is not sealed stay placeholders', () => {
    const definition = site({ headers: { 'X-Scan': '${TOKEN}' } });
    assert.deepEqual(openSite(box, definition), definition);
  });

  it('stay when something else changes', () => {
    const stored = sealSite(box, site());
    const changed = { ...stored, startUrls: ['https://shop.example/basket'], language: 'de' };
    assert.equal(openSite(box, sealSite(box, changed, stored)).basicAuth?.password, secrets[2]);
  });

  for (const [what, change] of [
    ['a further host', { hosts: ['static.shop.example', 'evil.example'] }],
    ['another start host', { startUrls: ['https://evil.example/'] }],
    ['a start URL without TLS', { startUrls: ['http://shop.example/'] }],
  ] satisfies [string, Partial<SiteFile>][]) {
    it(`must be given again for ${what}`, () => {
      const stored = sealSite(box, site({ proxy: undefined }));
      assert.throws(() => sealSite(box, { ...stored, ...change }, stored), {
        code: 'SW_SITE_INVALID',
        message: /headers\.X-Scan/,
      });
    });
  }

  it('of a site file must be given again, too', () => {
    const fromFile = site({ proxy: undefined });
    assert.throws(() => sealSite(box, { ...fromFile, hosts: ['evil.example'] }, fromFile), {
      code: 'SW_SITE_INVALID',
    });
    assert.equal(openSite(box, sealSite(box, fromFile, fromFile)).headers['X-Scan'], secrets[0]);
  });

  it('of a proxy must be given again for another proxy', () => {
    const stored = sealSite(box, site({ headers: {}, cookies: [], basicAuth: undefined }));
    const moved = { ...stored, proxy: stored.proxy!.replace('proxy.example', 'evil.example') };
    assert.throws(() => sealSite(box, moved, stored), { code: 'SW_SITE_INVALID', message: /proxy/ });
  });

  it('go on when hosts are taken away', () => {
    const stored = sealSite(box, site());
    const fewer = sealSite(box, { ...stored, hosts: [] }, stored);
    assert.equal(openSite(box, fewer).headers['X-Scan'], secrets[0]);
  });

  it('that are given as sealed texts of elsewhere are taken literally', () => {
    const stolen = sealSite(box, site()).headers['X-Scan']!;
    const stored = sealSite(box, site({ headers: { 'X-Scan': stolen } }));
    assert.equal(openSite(box, stored).headers['X-Scan'], stolen);
  });

  it('do not open once somebody with access to the database changed the hosts', () => {
    const stored = sealSite(box, site());
    assert.throws(() => openSite(box, { ...stored, hosts: ['evil.example'] }), {
      code: 'SW_SECRET_UNREADABLE',
    });
  });

  it('in a start URL are refused', () => {
    assert.throws(() => sealSite(box, site({ startUrls: ['https://a:b@shop.example/'] })), {
      code: 'SW_SITE_INVALID',
      message: /startUrls\.0/,
    });
  });
});
