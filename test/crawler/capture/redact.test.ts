import assert from 'node:assert/strict';
import { siteFile } from '../../../core/schema/index.ts';
import { redact, secretsOf } from '../../../crawler/capture/index.ts';

describe('redact', () => {
  const site = siteFile.parse({
    startUrls: ['https://shop.example/'],
    headers: { 'x-key': 'key/with space' },
    cookies: [{ name: 'a', value: 'cookie-value' }],
    basicAuth: { username: 'me', password: 'hunter22' },
    proxy: 'http://u:p%40ssword@proxy.example:1/',
  });

  it('takes every secret out, plain, URL-encoded and base64', () => {
    const leaks = [
      'key/with space',
      'key%2Fwith%20space',
      'cookie-value',
      'hunter22',
      'p@ssword',
      Buffer.from('me:hunter22').toString('base64'),
      Buffer.from('cookie-value').toString('base64'),
    ];
    for (const leak of leaks) {
      assert.deepEqual(
        redact({ url: [`https://x.example/?${leak}`] }, secretsOf(site)),
        { url: ['https://x.example/?[redacted]'] },
        leak,
      );
    }
  });

  it('leaves other data as it is', () => {
    const data = { a: [1, null, true, 'text'], b: { c: 'me' } };
    assert.deepEqual(redact(data, secretsOf(site)), data);
  });
});
