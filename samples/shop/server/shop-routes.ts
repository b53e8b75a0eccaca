import { randomInt } from 'node:crypto';
import { artwork } from '../artwork.ts';
import { findProduct, products } from '../catalogue.ts';
import { about } from '../pages/about.ts';
import { cart } from '../pages/cart.ts';
import { checkout } from '../pages/checkout.ts';
import { home } from '../pages/home.ts';
import { layout, type PageContent } from '../pages/layout.ts';
import { missing } from '../pages/missing.ts';
import { product } from '../pages/product.ts';
import { thankYou } from '../pages/thank-you.ts';
import type { Skimmer } from '../skimmers.ts';
import { changeBasket, type Baskets } from './baskets.ts';
import { securityHeaders } from './headers.ts';
import { json, page, seeOther, type Reply, type ShopQuery } from './reply.ts';

export interface ShopState {
  baskets: Baskets;
  skimmers: readonly Skimmer[];
  port: number;
}

/** The shop itself: pages, basket and checkout. */
export function shopRoutes(query: ShopQuery, state: ShopState): Reply {
  const { pathname } = query.url;
  if (pathname === '/api/products')
    return json(products.map(({ sku, name, price }) => ({ sku, name, price })));
  const drawing = /^\/img\/([\w-]+)\.svg$/.exec(pathname);
  const drawn = drawing && findProduct(drawing[1]!);
  if (drawn) return { status: 200, type: 'image/svg+xml', body: artwork(drawn) };

  const { session, basket, isNew } = state.baskets.open(query.cookies.get('ll_session'));
  const reply = answer();
  const cookies = isNew
    ? [
        `ll_session=${session}; Path=/; HttpOnly; SameSite=Lax`,
        'll_currency=GBP; Path=/; Max-Age=31536000; SameSite=Lax',
      ]
    : [];
  return {
    ...reply,
    headers: {
      ...securityHeaders(
        state.port,
        state.skimmers.map(({ meta }) => meta.policy),
      ),
      ...reply.headers,
      ...(isNew ? { 'set-cookie': cookies } : {}),
    },
  };

  function answer(): Reply {
    if (query.method === 'POST') return change(new URLSearchParams(query.body));
    const item = /^\/product\/([\w-]+)$/.exec(pathname);
    const found = item && findProduct(item[1]!);
    if (found) return show(product(found));
    if (pathname === '/') return show(home());
    if (pathname === '/about') return show(about());
    if (pathname === '/cart') return show(cart(basket));
    if (pathname === '/checkout') return show(checkout(basket));
    if (pathname === '/thank-you') {
      const order = query.url.searchParams.get('order') ?? '';
      return /^LL-\d{6}$/.test(order)
        ? show(thankYou(order, query.cookies.get('ll_mail') ?? 'you'))
        : seeOther('/');
    }
    return show(missing(), 404);
  }

  function show(content: PageContent, status = 200): Reply {
    return page(
      layout(content, { path: pathname, basket, skimmers: state.skimmers, port: state.port }),
      status,
    );
  }

  function change(form: URLSearchParams): Reply {
    if (pathname === '/cart' || pathname === '/cart/update') {
      changeBasket(basket, form.get('sku') ?? '', Number(form.get('quantity') ?? 1), pathname === '/cart');
      return seeOther('/cart');
    }
    if (pathname === '/newsletter') return json({ ok: true });
    if (pathname !== '/checkout') return show(missing(), 404);
    if (!form.get('payfold_token') || basket.lines.length === 0) return seeOther('/cart');
    basket.lines = [];
    const mail = encodeURIComponent(form.get('email') ?? '');
    return {
      status: 303,
      headers: {
        location: `/thank-you?order=LL-${randomInt(100000, 1000000)}`,
        'set-cookie': `ll_mail=${mail}; Path=/thank-you; HttpOnly; SameSite=Lax; Max-Age=600`,
      },
    };
  }
}
