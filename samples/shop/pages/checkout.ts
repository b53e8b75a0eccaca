import { findProduct, money } from '../catalogue.ts';
import { basketTotal, deliveryCharge, type Basket } from '../server/baskets.ts';
import { shopHosts as hosts } from '../server/hosts.ts';
import { html, type Html } from './html.ts';
import type { PageContent } from './layout.ts';

const field = (id: string, label: string, attributes: string, size = ''): Html =>
  html`<label class="${size}" for="${id}"
    >${label}<input id="${id}" name="${id}" autocomplete="${attributes}" required
  /></label>`;

/**
 * The card fields have no `name`, so that a plain submit never sends them to the shop; the payment SDK reads them,
 * exchanges them for a token with its own host, and only the token reaches the shop.
 */
const cardField = (id: string, label: string, part: string, placeholder: string, size = ''): Html =>
  html`<label class="${size}" for="${id}"
    >${label}<input
      id="${id}"
      autocomplete="${id}"
      data-payfold="${part}"
      inputmode="${part === 'name' ? 'text' : 'numeric'}"
      placeholder="${placeholder}"
      required
  /></label>`;

export function checkout(basket: Basket): PageContent {
  const total = basketTotal(basket) + deliveryCharge(basket);
  return {
    title: 'Checkout',
    main: html`<h1>Checkout</h1>
      <div class="columns">
        <form class="wide checkout" method="post" action="/checkout" id="checkout-form" novalidate>
          <fieldset>
            <legend>Contact</legend>
            <label for="email"
              >E-mail<input id="email" name="email" type="email" autocomplete="email" required
            /></label>
            <label for="phone"
              >Telephone <small>for the courier</small
              ><input id="phone" name="phone" type="tel" autocomplete="tel"
            /></label>
          </fieldset>
          <fieldset>
            <legend>Delivery address</legend>
            ${field('name', 'Full name', 'shipping name')}
            ${field('address', 'Address', 'shipping street-address')}
            ${field('city', 'Town or city', 'shipping address-level2', 'half')}
            ${field('postcode', 'Postcode', 'shipping postal-code', 'half')}
            <label for="country"
              >Country<select id="country" name="country" autocomplete="shipping country">
                <option value="GB">United Kingdom</option>
                <option value="IE">Ireland</option>
                <option value="FR">France</option>
                <option value="DE">Germany</option>
              </select></label
            >
          </fieldset>
          <fieldset class="payment">
            <legend>Payment</legend>
            <p class="brands" data-brands>
              <i data-brand="visa">Visa</i><i data-brand="mastercard">Mastercard</i
              ><i data-brand="amex">Amex</i>
            </p>
            ${cardField('cc-number', 'Card number', 'number', '1234 5678 9012 3456')}
            ${cardField('cc-name', 'Name on card', 'name', '')}
            ${cardField('cc-exp', 'Expiry', 'expiry', 'MM / YY', 'half')}
            ${cardField('cc-csc', 'Security code', 'csc', '123', 'half')}
            <p class="secure">Card details go straight to Payfold and never touch our servers.</p>
          </fieldset>
          <p class="problem" role="alert" hidden></p>
          <button class="button" id="pay">Pay ${money(total)}</button>
        </form>
        <aside class="summary">
          <h2>Your order</h2>
          ${
            basket.lines.length === 0
              ? html`<p class="empty">Your basket is empty.</p>`
              : basket.lines.map((line) => {
                  const item = findProduct(line.sku)!;
                  return html`<p>
                    ${line.quantity} × ${item.name} <span>${money(item.price * line.quantity)}</span>
                  </p>`;
                })
          }
          <p>Delivery <span>${money(deliveryCharge(basket))}</span></p>
          <p class="total">Total <span>${money(total)}</span></p>
        </aside>
      </div>`,
    scripts: html`<script src="https://${hosts.payment}/v2/payfold.js"></script>
      <script>
        var payfold = Payfold('pk_live_7Jq2larchloom', { locale: 'en-GB' });
      </script>
      <script src="/assets/checkout.7be21d0c.js"></script>`,
  };
}
