import assert from 'node:assert/strict';
import { siteFile } from '../../../core/schema/index.ts';
import { siteCredentials } from '../../../crawler/site/credentials.ts';

describe('siteCredentials', () => {
  const site = (startUrl: string) =>
    siteFile.parse({
      startUrls: [startUrl],
      hosts: ['Static.shop.example'],
      cookies: [{ name: 'a', value: 'b' }],
    });

  it('lets exactly the own hosts receive', () => {
    const { mayReceive } = siteCredentials(site('https://shop.example/'));
    assert.equal(mayReceive('https://shop.example/x'), true);
    assert.equal(mayReceive('https://static.shop.example/x'), true);
    for (const url of [
      'https://sub.shop.example/',
      'https://shop.example.evil.test/',
      'https://evil.test/?shop.example',
      'data:,x',
    ]) {
      assert.equal(mayReceive(url), false, url);
    }
  });

  it('sends nothing over plain http unless a start URL is plain', () => {
    assert.equal(siteCredentials(site('https://shop.example/')).mayReceive('http://shop.example/'), false);
    assert.equal(siteCredentials(site('http://shop.example/')).mayReceive('http://shop.example/'), true);
  });

  it('keeps cookies of an https site on TLS', () => {
    const [cookie] = siteCredentials(site('https://shop.example/')).cookies;
    assert.deepEqual([cookie?.secure, cookie?.url], [true, 'https://shop.example/']);
  });
});
