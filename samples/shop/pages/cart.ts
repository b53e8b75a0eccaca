import { findProduct, money } from '../catalogue.ts';
import { basketTotal, deliveryCharge, type Basket } from '../server/baskets.ts';
import { html } from './html.ts';
import type { PageContent } from './layout.ts';

export function cart(basket: Basket): PageContent {
  const lines = basket.lines.map((line) => {
    const item = findProduct(line.sku)!;
    return html`<tr>
      <td><img src="/img/${item.sku}.svg" alt="" width="84" height="84" /></td>
      <td><a href="/product/${item.sku}">${item.name}</a><small>${item.summary}</small></td>
      <td>
        <form method="post" action="/cart/update">
          <input type="hidden" name="sku" value="${item.sku}" /><input
            type="number"
            name="quantity"
            min="0"
            max="9"
            value="${line.quantity}"
            aria-label="Quantity"
            onchange="this.form.submit()"
          />
        </form>
      </td>
      <td class="amount">${money(item.price * line.quantity)}</td>
    </tr>`;
  });
  const total = basketTotal(basket);
  return {
    title: 'Your basket',
    main: html`<h1>Your basket</h1>
      <div class="columns">
        <div class="wide">
          ${
            lines.length > 0
              ? html`<table class="lines">
                  <tbody>
                    ${lines}
                  </tbody>
                </table>`
              : html`<p class="empty">Nothing here yet. <a href="/#collection">Have a look round</a>.</p>`
          }
        </div>
        <aside class="summary">
          <h2>Summary</h2>
          <p>Goods <span>${money(total)}</span></p>
          <p>Delivery <span>${money(deliveryCharge(basket))}</span></p>
          <p class="total">Total <span>${money(total + deliveryCharge(basket))}</span></p>
          <a class="button" href="/checkout">Go to checkout</a>
        </aside>
      </div>`,
  };
}
