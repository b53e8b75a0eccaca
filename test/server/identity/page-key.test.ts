import assert from 'node:assert/strict';
import { pageKey } from '../../../server/identity/index.ts';

const keyOf = (requestedUrl: string): string => pageKey({ requestedUrl }).key;

describe('pageKey', () => {
  it('looks past campaigns, sessions and fragments', () => {
    assert.equal(keyOf('https://shop.example/a?utm_source=x&sid=1#top'), 'https://shop.example/a');
  });

  it('looks past a cart token in the path', () => {
    assert.equal(
      keyOf('https://shop.example/checkouts/Z2NwLXVzLWVhc3QxOjAxSjQ'),
      keyOf('https://shop.example/checkouts/a9Xk3LmQ0pR7sT2uV5wY8zBcD'),
    );
  });

  it('keeps products apart', () => {
    assert.notEqual(keyOf('https://shop.example/product/1001'), keyOf('https://shop.example/product/1002'));
  });

  it('is the step of a journey, wherever it leads', () => {
    const step = { journey: 'buy', index: 2 };
    const one = pageKey({ requestedUrl: 'https://shop.example/pay/1', step });
    assert.equal(one.key, pageKey({ requestedUrl: 'https://shop.example/pay/2', step }).key);
  });

  it('keeps visitors apart', () => {
    const requestedUrl = 'https://shop.example/';
    assert.notEqual(pageKey({ requestedUrl, visitor: 'mobile' }).key, pageKey({ requestedUrl }).key);
  });
});
