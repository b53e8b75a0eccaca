import assert from 'node:assert/strict';
import { ScriptwardenError } from '../../../core/errors/index.ts';
import { checkStartUrl, networksOfTypedUrls } from '../../../cli/support/start-urls.ts';

describe('start URLs', () => {
  for (const text of [
    'shop.example',
    'ftp://shop.example/',
    'http://',
    '',
    'javascript:alert(1)',
    '/tmp/x',
    'http://a b/',
  ]) {
    it(`refuse "${text}"`, () => {
      assert.throws(
        () => checkStartUrl(text),
        (error: unknown) => error instanceof ScriptwardenError && error.code === 'SW_URL_INVALID',
      );
    });
  }

  it('suggest the scheme that was left out', () => {
    assert.throws(() => checkStartUrl('shop.example/a'), { fix: /https:\/\/shop\.example\/a$/ });
  });

  it('are written as browsers write them', () => {
    assert.equal(checkStartUrl('HTTPS://Shop.Example'), 'https://shop.example/');
  });

  for (const url of [
    'http://localhost/',
    'http://shop.localhost:1/',
    'http://127.0.0.1/',
    'http://127.9.9.9:8080/',
    'http://[::1]/',
  ]) {
    it(`permit loopback when ${url} was typed`, () => assert.equal(networksOfTypedUrls([url]).length, 2));
  }

  for (const url of [
    'http://shop.example/',
    'http://10.0.0.1/',
    'http://localhost.example/',
    'http://8.8.8.8/',
    'http://[::ffff:10.0.0.1]/',
  ]) {
    it(`permit nothing when only ${url} was typed`, () => assert.deepEqual(networksOfTypedUrls([url]), []));
  }
});
