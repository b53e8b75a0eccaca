/**
 * Answers selectors. What the page does not have is invented when the selector speaks of a field, a button or a form,
 * as a skimmer for some other shop would ask; in a lenient world always.
 */
import { config } from '../config.js';
import { fieldKind, isButtonName, isFormName, isOtherFormName } from '../fields.js';
import { recordOnce } from '../record.js';
import { tree } from '../reading.js';
import { elementsUnder, hooks, inner, insert } from './node.js';
import { placeFrame } from './payment-frames.js';
import { matches, matchesCompound, parseSelector } from './selector.js';

const simpleId = /^#([\w-]+)$/;
let invented = 0;

export function queryAll(root, selector, { invent = true } = {}) {
  recordOnce(`query ${selector}`, 'query', { selector: selector.slice(0, 200) });
  const found = [];
  for (const element of elementsUnder(root)) if (matches(element, selector)) found.push(element);
  if (found.length > 0 || !invent) return found;
  const elsewhere = relaxed(root, selector);
  if (elsewhere.length > 0) return elsewhere;
  const made = inventFor(selector);
  return made ? [made] : [];
}

export function query(root, selector, { invent = true } = {}) {
  recordOnce(`query ${selector}`, 'query', { selector: selector.slice(0, 200) });
  const id = simpleId.exec(selector)?.[1];
  for (const element of elementsUnder(root)) {
    if (id === undefined ? matches(element, selector) : inner(element).attributes.get('id') === id)
      return element;
  }
  return invent ? (relaxed(root, selector)[0] ?? inventFor(selector)) : null;
}

/** A shop of another make keeps its controls in other boxes: `#payment-buttons-container button` may be any button. */
function relaxed(root, selector) {
  const found = [];
  for (const steps of parseSelector(selector) ?? []) {
    const last = steps.at(-1);
    if (steps.length < 2 || !/^(input|select|textarea|button|form)$/.test(last.tag ?? '') || last.id !== null)
      continue;
    const isOther = boxOf(steps) !== null;
    if (isOther && last.tag === 'form') continue;
    for (const element of elementsUnder(root))
      if (matchesCompound(element, last) && !(isOther && isPrivate(element))) found.push(element);
  }
  return found;
}

/** The box in which a form or field is looked for, when nobody types a card there: `.newsletter form`. */
function boxOf(steps) {
  const named = ({ id, classes }) => isOtherFormName([id, ...classes].filter(Boolean).join(' '));
  return steps.slice(0, -1).findLast(named) ?? null;
}
const isPrivate = (element) => /^(card|password)/.test(tree.field(element)?.kind ?? '');

/** An element that fits the last part of the selector's first alternative that speaks of something a shop has. */
function inventFor(selector) {
  if (invented >= 150) return null;
  const alternatives = parseSelector(selector);
  if (alternatives === null) return null;
  for (const steps of alternatives) {
    const last = steps.at(-1);
    const box = last.tag === 'form' && last.id === null && last.classes.length === 0 ? boxOf(steps) : null;
    const wanted = box ? { ...last, id: box.id, classes: box.classes } : last;
    if (config.lenient && wanted.tag === 'script' && wanted.attributes.length > 0) return ownScript(wanted);
    const tag = tagFor(wanted);
    if (tag === null) continue;
    invented += 1;
    return invent(tag, wanted);
  }
  return null;
}

/** A script that looks for itself by an attribute its tag should have. */
function ownScript({ attributes }) {
  const own = elementsUnder(hooks.document).find((element) => inner(element).isOwn === true) ?? null;
  for (const { name, value } of own ? attributes : [])
    if (!inner(own).attributes.has(name)) inner(own).attributes.set(name, value ?? '1');
  return own;
}

const ofPayment = /pay|card|stripe|adyen|braintree|klarna|square|hosted|secure|checkout/i;

function tagFor({ tag, id, classes, attributes }) {
  if (tag === 'script' || tag === 'style' || tag === 'link') return null;
  const hints = [id, ...classes, ...attributes.map(({ value }) => value)].filter(Boolean).join(' ');
  // What stands for a field of the card there is the service's frame.
  if (tag === null && /hosted[-_]?field|[-_]i?frame$/i.test(hints) && ofPayment.test(hints)) return 'iframe';
  // Fakes stand in for the frame of a payment service, and wait for it.
  if (tag === 'iframe') return config.lenient && ofPayment.test(hints) ? tag : null;
  if (/script|jssdk|sdk$|loader|overlay|modal|popup|banner|injected|tracker/i.test(hints)) return null;
  if (tag === 'input' || tag === 'select' || tag === 'textarea' || tag === 'button' || tag === 'form') {
    return hints === '' && !config.lenient ? null : tag;
  }
  if (attributes.some(({ name, value }) => name === 'onclick' || (name === 'type' && value === 'submit')))
    return tag ?? 'button';
  if (isButtonName(hints)) return tag ?? 'button';
  if (isFormName(hints)) return tag ?? 'form';
  if (attributes.some(({ name }) => name === 'autocomplete') || fieldKind(hints) !== null)
    return tag ?? 'input';
  return config.lenient ? (tag ?? 'input') : null;
}

function invent(tag, { id, classes, attributes }) {
  const element = hooks.create(tag);
  const own = inner(element);
  own.invented = true;
  if (id !== null) own.attributes.set('id', id);
  if (classes.length > 0) own.attributes.set('class', classes.join(' '));
  for (const { name, operator, value } of attributes)
    if (operator !== '!=') own.attributes.set(name, value ?? '');
  // What it would load is no doing of the script's.
  if (tag === 'iframe') own.fetched = (own.attributes.get('src') ?? '').trim();
  if (tag === 'input' && /method|agree|terms|same_as/i.test(id ?? '')) {
    own.attributes.set('type', 'radio');
    own.attributes.set('checked', 'checked');
  }
  if (!own.attributes.has('name') && id !== null && tag !== 'form') own.attributes.set('name', id);
  if (tag === 'iframe') placeFrame(hooks.checkout, element);
  else insert(tag === 'form' ? hooks.document.body : hooks.checkout, element, null);
  return element;
}

/** A field by name, as `form.cardnumber` asks for it. */
export function inventField(name) {
  if (invented >= 150 || fieldKind(name) === null) return undefined;
  invented += 1;
  return invent('input', {
    id: name,
    classes: [],
    attributes: [{ name: 'name', operator: '=', value: name }],
  });
}
