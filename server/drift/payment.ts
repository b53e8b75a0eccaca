import type { Form } from '../../core/schema/index.ts';
import type { PageState } from './state.ts';

/**
 * Words of card and bank fields, as they stand in ids, names, selectors and autocomplete tokens (HTML's cc-number,
 * cc-exp, cc-csc; the field names of the common shop systems).
 */
const paymentWords =
  /(?:^|[^a-z])(?:cc|card|credit|debit|pan|iban|cvv2?|cvc2?|csc|cid|expir\w*|exp[-_]?(?:month|year|date))(?:[^a-z]|$)|card[-_ ]?(?:num|no|holder|code|exp)|(?:num|no|number)[-_ ]?card|cc[-_]?(?:num|exp|csc|cid|name)|account[-_ ]?number|security[-_ ]?code/i;

/** Whether a field of `behaviour.fields` may hold payment data; `*` (every input) does wherever there is any. */
export function isPaymentField(field: string): boolean {
  return field === '*' || paymentWords.test(field.replace(/([a-z])([A-Z])/g, '$1-$2'));
}

export function isPaymentForm(form: Form): boolean {
  return form.fields.some((field) =>
    [field.autocomplete, field.name, field.id].some((name) => name !== undefined && isPaymentField(name)),
  );
}

/** Whether shoppers may type a card on this page: a payment form of its own, or the address of a checkout. */
export function isPaymentPage(page: PageState): boolean {
  return page.forms.some(isPaymentForm) || /checkout|payment|\/pay(?:\/|$)|billing/i.test(page.url);
}
