import assert from 'node:assert/strict';
import { Frontier } from '../../crawler/frontier.ts';

const start = 'https://shop.example/';

function order(frontier: Frontier, count: number, linksOf: Record<string, string[]>): string[] {
  const visited: string[] = [];
  while (visited.length < count) {
    const page = frontier.next();
    if (!page) break;
    visited.push(new URL(page.url).pathname);
    frontier.addLinks(
      (linksOf[new URL(page.url).pathname] ?? []).map((link) => new URL(link, start).href),
      page.depth,
    );
  }
  return visited;
}

describe('Frontier', () => {
  it('goes breadth-first, with cart and checkout before the rest', () => {
    const links = { '/': ['/a', '/b', '/cart'], '/cart': ['/checkout'], '/a': ['/a/1'] };
    assert.deepEqual(order(new Frontier({ startUrls: [start], hosts: [] }), 9, links), [
      '/',
      '/cart',
      '/checkout',
      '/a',
      '/b',
      '/a/1',
    ]);
  });

  it('reaches the checkout within the limit however many links there are', () => {
    const many = Array.from({ length: 100 }, (_, index) => `/product/${index}`);
    const links = { '/': [...many, '/cart'], '/cart': ['/checkout'] };
    assert.ok(order(new Frontier({ startUrls: [start], hosts: [] }), 5, links).includes('/checkout'));
  });

  it('does not drown in endless carts', () => {
    const carts = Array.from({ length: 50 }, (_, index) => `/cart?add=${index}`);
    const visited = order(new Frontier({ startUrls: [start], hosts: [] }), 20, {
      '/': [...carts, ...Array.from({ length: 20 }, (_, i) => `/p${i}`)],
    });
    assert.ok(visited.filter((path) => path.startsWith('/p')).length >= 8);
  });

  it('stays on the site and its declared hosts, and does not log out', () => {
    const frontier = new Frontier({ startUrls: [start], hosts: ['pay.other.example'] });
    frontier.next();
    frontier.addLinks(
      [
        'https://evil.test/',
        'https://www.shop.example/x',
        'https://pay.other.example/',
        'https://shop.example/logout',
      ],
      0,
    );
    assert.equal(frontier.waiting, 2);
  });

  it('knows a page by its URL without fragment and password', () => {
    const frontier = new Frontier({ startUrls: ['https://user:pw@shop.example/#top'], hosts: [] });
    assert.equal(frontier.next()?.url, start);
    frontier.addLinks(['https://shop.example/#other'], 0);
    assert.equal(frontier.waiting, 0);
  });
});
