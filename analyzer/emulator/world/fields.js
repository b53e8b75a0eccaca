/** Which kind of data a form field asks for, judged by its names as a person filling it in would. */
import { config } from './config.js';

const kinds = [
  ['card-cvv', /cvv|cvc|cvn|csc|\bcid\b|_cid|cc-?cid|security-?_?code|verification|kart.*kod/i],
  ['card-month', /month|_mm\b|exp[-_]?m|mois/i],
  ['card-year', /year|_yy|exp[-_]?y|annee/i],
  ['card-expiry', /expir|exp[-_]?date|cc-?exp|\bexp\b|validade|valid-?thru/i],
  ['card-name', /(card|cc).*(holder|owner|name)|holder|owner|nameoncard/i],
  [
    'card-number',
    /card-?_?(no|num|number)?$|cardn|cc-?_?n|ccno|(cc|card|credit|payment|account).*(num|no\b)|\bpan\b|creditcard|numero|kart|\bcc\b|number/i,
  ],
  ['password', /pass|pwd|pin\b/i],
  ['email', /e-?mail/i],
  ['phone', /phone|tel|mobile|\bfax/i],
  ['postcode', /zip|post-?_?(code|al)|plz/i],
  ['city', /city|town|region|state|country|province/i],
  ['address', /addr|street|line-?_?[12]/i],
  ['username', /user-?_?(name|id)?$|login|customer/i],
  ['name', /name|billing|shipping/i],
];
const card = /card|cc|payment|credit|billing|checkout/i;

/** The kind of field the given names, types and labels speak of; null when they speak of none. */
export function fieldKind(hints) {
  const text = hints.trim();
  if (text === '') return null;
  for (const [kind, pattern] of kinds) if (pattern.test(text)) return kind;
  return card.test(text) ? 'card-number' : null;
}

const labels = [
  [
    'card-cvv',
    /\bcv[vcn]2?\b|\bcsc\b|security code|card code|pr.fziffer|cryptogramme|c.digo de seguri?[dç]a/i,
  ],
  ['card-expiry', /expir|\bmm ?\/ ?y|valid (?:thru|until|to)\b|g.ltig bis|validade|caducidad|scadenza/i],
  ['card-name', /name (?:on|of) (?:the )?card|card ?holder|karteninhaber|titulaire|titular|intestatario/i],
  [
    'card-number',
    /card (?:number|no\b|nr\b)|(?:credit|debit|bank) ?card|kartennummer|num.ro de (?:la )?(?:carte|tarjeta|cart)|numero (?:di )?cart/i,
  ],
  ['email', /e-?mail/i],
];

/** The kind of field that a label in words speaks of; null when it speaks of none. */
export function labelKind(text) {
  if (text.trim() === '') return null;
  return labels.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

export const canaryOf = (kind) => config.canaries[kind] ?? config.canaries.text;

/** Whether a selector or name speaks of a button that sends an order, or of a form. */
export const isButtonName = (text) =>
  /btn|button|submit|place-?_?order|order-?_?(now|button|place)|\bpay\b|checkout-?_?button|continue|purchase|confirm|proceed/i.test(
    text,
  );
export const isFormName = (text) => /form\b|-form|form-|checkout$|onepage|\bpayment$/i.test(text);

/** Forms, and boxes around forms, that no shop asks for a card in. */
export const isOtherFormName = (text) =>
  /news-?_?letter|contact|subscri|search|sign-?_?up|register|comment|review|survey|\bpoll|\blead|feedback|question|rsvp|quote|callback-?form|wish-?list/i.test(
    text,
  );
