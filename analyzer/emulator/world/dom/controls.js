/** Form controls: reading their value is what this world watches for. */
import { canaryOf, fieldKind, isOtherFormName, labelKind } from '../fields.js';
import { own as realm, page, textOf } from '../realm.js';
import { reading, tree } from '../reading.js';
import { SubmitEvent, dispatch } from '../events.js';
import { forms } from '../net/body.js';
import { request } from '../net/request.js';
import { record } from '../record.js';
import { htmlCollection, nodeList } from './collections.js';
import { HTMLElement, reflect } from './element.js';
import { elementsUnder, hooks, inner, isNode, textContent } from './node.js';
import { inventField } from './query.js';

const notTyped = /^(hidden|submit|button|image|reset|checkbox|radio|file|range|color)$/;
const attributeOf = (element, name) => inner(element).attributes.get(name) ?? '';

function kindOf(element) {
  const own = inner(element);
  if (!own || !/^(input|select|textarea)$/.test(own.tag)) return null;
  if (own.kindGiven !== undefined) return own.kindGiven;
  const type = attributeOf(element, 'type').toLowerCase();
  if (notTyped.test(type)) return null;
  if (
    type === 'password' &&
    !/cvv|cvc|cid|card|cc/i.test(attributeOf(element, 'name') + attributeOf(element, 'id'))
  )
    return 'password';
  const names = `${attributeOf(element, 'autocomplete')} ${attributeOf(element, 'name')} ${attributeOf(element, 'id')}`;
  if (own.kindOf !== names) {
    own.kindOf = names;
    own.kind =
      fieldKind(names) ??
      fieldKind(`${attributeOf(element, 'placeholder')} ${attributeOf(element, 'class')} ${type}`) ??
      'text';
  }
  // Labels come and go after the field itself.
  if (own.kind === 'text') own.kind = labelKind(labelText(element)) ?? 'text';
  return own.kind;
}

/** What stands beside a field for people to read: its own label, the one around it, or the text before it. */
function labelText(element) {
  const { parent, attributes } = inner(element);
  const said = `${attributes.get('aria-label') ?? ''} ${attributes.get('title') ?? ''}`;
  if (!parent || !inner(parent).attributes) return said;
  const around = inner(parent).tag === 'label' ? parent : null;
  const { children } = inner(parent);
  const before = children[children.indexOf(element) - 1];
  return `${said} ${around ? textContent(around) : ''} ${before ? textContent(before) : ''}`.slice(0, 200);
}
tree.field = (element) => {
  if (!isNode(element)) return null;
  const kind = kindOf(element);
  return kind === null ? null : { kind, name: tree.name(element) };
};

/** The value as a person left it: what was set, else what they would have typed. Fields that scripts make start empty. */
export function currentValue(element) {
  const own = inner(element);
  if (own.value !== undefined) return own.value;
  const given = own.attributes.get('value');
  if (given !== undefined) return given;
  if (own.tag === 'textarea' && own.children.length > 0) return textContent(element);
  const kind = kindOf(element);
  if (kind === null) return /checkbox|radio/.test(attributeOf(element, 'type')) ? 'on' : '';
  return own.invented || own.filled ? canaryOf(kind) : '';
}
/** A person fills in the field. */
export const fillIn = (element) => void (inner(element).filled = true);

function canarySettable(type) {
  Object.defineProperty(type.prototype, 'value', {
    get() {
      reading(this, 'value');
      return currentValue(this);
    },
    set(value) {
      inner(this).value = value === null ? '' : textOf(value);
    },
    configurable: true,
    enumerable: true,
  });
}

class FormControl extends HTMLElement {
  get form() {
    for (let node = inner(this).parent; node; node = inner(node).parent)
      if (inner(node).tag === 'form') return node;
    return hooks.checkout;
  }
  get labels() {
    return nodeList([]);
  }
  get validity() {
    return page.Object.assign(page.Object(), { valid: true });
  }
  get willValidate() {
    return true;
  }
  checkValidity() {
    return true;
  }
  reportValidity() {
    return true;
  }
  setCustomValidity() {}
  select() {
    hooks.selected = this;
  }
  setSelectionRange() {}
  get valueAsNumber() {
    return Number(this.value);
  }
}
reflect(FormControl, [
  'name',
  'placeholder',
  'autocomplete',
  'pattern',
  'min',
  'max',
  'step',
  'defaultValue',
  'inputMode',
]);
for (const [name, start] of Object.entries({
  disabled: false,
  required: false,
  readOnly: false,
  selectionStart: 0,
  selectionEnd: 0,
  maxLength: -1,
})) {
  Object.defineProperty(FormControl.prototype, name, { value: start, writable: true, configurable: true });
}
function switchable(type, name, attribute) {
  Object.defineProperty(type.prototype, name, {
    get() {
      return inner(this)[name] ?? inner(this).attributes.has(attribute);
    },
    set(value) {
      inner(this)[name] = Boolean(value);
    },
    configurable: true,
  });
}

export class HTMLInputElement extends FormControl {
  get type() {
    return attributeOf(this, 'type') || 'text';
  }
  set type(value) {
    this.setAttribute('type', value);
  }
  get files() {
    return null;
  }
}
switchable(HTMLInputElement, 'checked', 'checked');

export class HTMLTextAreaElement extends FormControl {
  get type() {
    return 'textarea';
  }
}
export class HTMLButtonElement extends FormControl {
  get type() {
    return attributeOf(this, 'type') || 'submit';
  }
  set type(value) {
    this.setAttribute('type', value);
  }
}
reflect(HTMLButtonElement, ['value']);

export class HTMLOptionElement extends HTMLElement {
  get value() {
    const select = inner(this).parent;
    if (isNode(select) && inner(select).tag === 'select') reading(select, 'value');
    return inner(this).attributes.get('value') ?? textContent(this);
  }
  set value(value) {
    this.setAttribute('value', value);
  }
  get text() {
    return textContent(this);
  }
  set text(value) {
    this.textContent = value;
  }
  get label() {
    return textContent(this);
  }
  get index() {
    return inner(this).parent ? elementsUnder(inner(this).parent).indexOf(this) : 0;
  }
}
switchable(HTMLOptionElement, 'selected', 'selected');

export class HTMLSelectElement extends FormControl {
  get type() {
    return 'select-one';
  }
  get options() {
    const options = elementsUnder(this).filter((element) => inner(element).tag === 'option');
    if (options.length === 0 && kindOf(this) !== null) {
      const option = hooks.create('option');
      inner(option).attributes.set('value', currentValue(this));
      option.textContent = currentValue(this);
      this.appendChild(option);
      options.push(option);
    }
    return htmlCollection(options);
  }
  get length() {
    return this.options.length;
  }
  get selectedIndex() {
    return inner(this).selectedIndex ?? 0;
  }
  set selectedIndex(value) {
    inner(this).selectedIndex = Number(value);
  }
  get selectedOptions() {
    return htmlCollection([this.options[0]].filter(Boolean));
  }
  add(option) {
    this.appendChild(option);
  }
}
for (const type of [HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement]) canarySettable(type);

/** All controls of a form; with none of its own, those of the checkout, since scripts are given a form to try. */
export function controlsOf(form) {
  const all = elementsUnder(form).filter((element) =>
    /^(input|select|textarea|button)$/.test(inner(element).tag),
  );
  const fits = all.length > 0 || form === hooks.checkout || !hooks.checkout || inner(form).invented !== true;
  if (fits) return all;
  const names = namesAround(form);
  const others = controlsOf(hooks.checkout);
  return isOtherFormName(names)
    ? others.filter((element) => !/^card|^password/.test(kindOf(element) ?? ''))
    : others;
}

/** What a form and the boxes around it are called. */
function namesAround(form) {
  let names = '';
  for (let node = form, depth = 0; inner(node)?.attributes && depth < 3; node = inner(node).parent, depth++)
    names += ['id', 'class', 'name'].map((name) => ` ${attributeOf(node, name)}`).join('');
  return names;
}

export const formEntries = (form) =>
  controlsOf(form)
    .filter(
      (element) =>
        inner(element).tag !== 'button' && !/submit|button|image/.test(attributeOf(element, 'type')),
    )
    .map((element) => [
      attributeOf(element, 'name') || attributeOf(element, 'id'),
      currentValue(element),
      element,
    ]);
forms.entries = (form) => (isNode(form) && inner(form).tag === 'form' ? formEntries(form) : []);

export class HTMLFormElement extends HTMLElement {
  constructor() {
    super();
    Object.setPrototypeOf(this, namedAccess);
  }
  get elements() {
    return new realm.Proxy(htmlCollection(controlsOf(this)), byName);
  }
  get length() {
    return controlsOf(this).length;
  }
  submit() {
    submitForm(this, 'script');
  }
  requestSubmit() {
    if (dispatch(this, new SubmitEvent('submit'))) submitForm(this, 'script');
  }
  reset() {}
  checkValidity() {
    return true;
  }
  reportValidity() {
    return true;
  }
}
reflect(HTMLFormElement, ['name', 'method', 'target', 'enctype', 'autocomplete']);

/** `form.elements.cardnumber`: fields that the form should have. */
const byName = {
  get: (target, key) => (typeof key === 'symbol' || key in target ? target[key] : inventField(key)),
};

/** Fields are properties of their form, by name or id. */
const namedAccess = new realm.Proxy(HTMLFormElement.prototype, {
  get(target, key, receiver) {
    if (typeof key === 'symbol' || key in target || !isNode(receiver))
      return Reflect.get(target, key, receiver);
    const found = controlsOf(receiver).find(
      (element) => attributeOf(element, 'name') === key || attributeOf(element, 'id') === key,
    );
    return found ?? (key.startsWith('on') ? undefined : inventField(key));
  },
});

/** Sends a form away; the shop's own submission by the shopper is no doing of the script's. */
export function submitForm(form, by) {
  if (by === 'shopper' && inner(form).actionByScript !== true) return;
  const action = attributeOf(form, 'action') || page.location.href;
  const body = formEntries(form)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  for (const [, , element] of formEntries(form)) if (by === 'script') reading(element, 'submit');
  record('submit', { by, target: tree.name(form) });
  request('form', action, { method: attributeOf(form, 'method') || 'GET', body });
}
Object.defineProperty(HTMLFormElement, Symbol.hasInstance, {
  value: (value) => isNode(value) && inner(value).tag === 'form',
});
