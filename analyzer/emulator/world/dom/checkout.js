/** The page itself: the payment step of a shop, with the names that shop systems use. */
import { config } from '../config.js';
import { parseHtml } from './html.js';
import { tree } from '../reading.js';
import { createElement } from './elements.js';
import { elementsUnder, hooks, inner, insert } from './node.js';

const markup = `
<header class="page-header"><a class="logo" href="/">Shop</a><img src="/media/logo.png" alt="Shop"></header>
<div id="checkout" class="checkout-container"><div class="columns"><div class="column main">
<form id="co-payment-form" class="form payments checkout woocommerce-checkout" name="checkout" method="post" action="/checkout/payment">
<input type="hidden" name="form_key" value="kXw3nQ">
<input id="customer-email" name="username" type="email" autocomplete="email" class="input-text">
<input id="billing_first_name" name="firstname" type="text" autocomplete="given-name" class="input-text">
<input id="billing_last_name" name="lastname" type="text" autocomplete="family-name" class="input-text">
<input id="billing_address_1" name="street[0]" type="text" autocomplete="address-line1" class="input-text">
<input id="billing_city" name="city" type="text" autocomplete="address-level2" class="input-text">
<input id="billing_postcode" name="postcode" type="text" autocomplete="postal-code" class="input-text">
<input id="billing_phone" name="telephone" type="tel" autocomplete="tel" class="input-text">
<input type="radio" name="payment[method]" id="p_method_ccsave" value="ccsave" checked="checked" class="radio">
<input id="cc_owner" name="payment[cc_owner]" type="text" autocomplete="cc-name" class="input-text">
<input id="cc_number" name="payment[cc_number]" type="tel" autocomplete="cc-number" class="input-text cc-number" maxlength="19">
<select id="cc_exp_month" name="payment[cc_exp_month]" autocomplete="cc-exp-month" class="select month"><option value="09" selected="selected">09 - September</option></select>
<select id="cc_exp_year" name="payment[cc_exp_year]" autocomplete="cc-exp-year" class="select year"><option value="2031" selected="selected">2031</option></select>
<input id="cc_cid" name="payment[cc_cid]" type="tel" autocomplete="cc-csc" class="input-text cvv">
<input type="checkbox" name="agreement" value="1" checked="checked">
<button id="place_order" type="submit" class="action primary checkout button btn-checkout" title="Place Order"><span>Place Order</span></button>
</form></div></div></div>
<footer class="page-footer"><a href="/privacy">Privacy</a><div class="total">128.50</div></footer>`;

export function openPage() {
  hooks.html = createElement('html');
  hooks.head = createElement('head');
  hooks.body = createElement('body');
  insert(hooks.document, hooks.html, null);
  insert(hooks.html, hooks.head, null);
  insert(hooks.html, hooks.body, null);
  inner(hooks.html).attributes.set('lang', 'en');
  inner(hooks.body).attributes.set(
    'class',
    'checkout-index-index checkout-onepage-index onestepcheckout page-checkout payment woocommerce-checkout',
  );
  for (const node of parseHtml(
    '<meta charset="utf-8"><meta name="csrf-token" content="kXw3nQ"><title>Checkout</title><script src="/static/js/vendor.js"></script>',
  )) {
    insert(hooks.head, node, null);
  }
  for (const node of parseHtml(markup)) insert(hooks.body, node, null);
  for (const element of elementsUnder(hooks.body)) {
    inner(element).filled = true;
    if (inner(element).tag === 'form') hooks.checkout = element;
  }
  hooks.currentScript = createElement('script');
  inner(hooks.currentScript).attributes.set('src', config.scriptUrl);
  inner(hooks.currentScript).isOwn = true;
  insert(hooks.head, hooks.currentScript, null);
  hooks.open = true;
}

/** Fields as the script calls them: some only act on what has the name they wait for. */
export function renameFields() {
  const fields = elementsUnder(hooks.checkout);
  for (const [kind, name] of Object.entries(config.cardNames)) {
    let field = fields.find((element) => tree.field(element)?.kind === kind);
    if (!field) {
      field = createElement('input');
      inner(field).filled = true;
      insert(hooks.checkout, field, null);
    }
    inner(field).kindGiven = kind;
    inner(field).attributes.set('id', name).set('name', name);
    // What the standard calls them stands where the standard has it, too.
    if (/^cc-/.test(name)) inner(field).attributes.set('autocomplete', name);
  }
}

/** Another world's addresses, once it is configured. */
export const readdress = () => void inner(hooks.currentScript).attributes.set('src', config.scriptUrl);
