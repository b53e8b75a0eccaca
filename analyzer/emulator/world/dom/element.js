/** Elements: attributes, queries, HTML. */
import { expose, isFunction, isObject, list, plain, resolved, textOf } from '../realm.js';
import { FocusEvent, MouseEvent, dispatch } from '../events.js';
import { tree } from '../reading.js';
import { DOMTokenList, nodeList } from './collections.js';
import { parseHtml, writeHtml } from './html.js';
import { Node, Text, detach, hooks, inner, insert, isNode, replaceChildren, textContent } from './node.js';
import { imageData, imageText } from './image-text.js';
import { matches } from './selector.js';
import { styleDeclaration } from './style.js';
import { ParentNode, elementsOf, toNodes } from './parent-node.js';
import { query } from './query.js';

export class DocumentFragment extends ParentNode(Node) {
  get nodeType() {
    return 11;
  }
  get nodeName() {
    return '#document-fragment';
  }
  getElementById(id) {
    return query(this, `#${textOf(id)}`, { invent: false });
  }
}

const rectangle = () =>
  plain({ x: 120, y: 240, left: 120, top: 240, right: 420, bottom: 280, width: 300, height: 40 });

/** What recorders ask for before they leave a field out: no shop keeps its whole page in such, and no field lies in a field. */
const setApart =
  /mask|private|sensitiv|ignore|no-?(?:record|capture|track|replay)|exclu|redact|suppress|\[(?:type|autocomplete|name)\b|(?:^|[\s,>])(?:input|select|textarea)\b/i;

export class Element extends ParentNode(Node) {
  get nodeType() {
    return 1;
  }
  get localName() {
    return inner(this).tag;
  }
  get tagName() {
    return inner(this).tag.toUpperCase();
  }
  get nodeName() {
    return inner(this).tag.toUpperCase();
  }
  get namespaceURI() {
    return 'http://www.w3.org/1999/xhtml';
  }
  getAttribute(name) {
    const key = textOf(name).toLowerCase();
    return imageText(this, key) ?? inner(this).attributes.get(key) ?? null;
  }
  setAttribute(name, value) {
    const key = textOf(name).toLowerCase();
    inner(this).attributes.set(key, textOf(value));
    if (key === 'value') inner(this).value = undefined;
    if (key === 'style') inner(this).style = undefined;
    hooks.changed(this, null, key);
  }
  removeAttribute(name) {
    inner(this).attributes.delete(textOf(name).toLowerCase());
  }
  hasAttribute(name) {
    return inner(this).attributes.has(textOf(name).toLowerCase());
  }
  hasAttributes() {
    return inner(this).attributes.size > 0;
  }
  toggleAttribute(name) {
    if (this.hasAttribute(name)) this.removeAttribute(name);
    else this.setAttribute(name, '');
  }
  getAttributeNames() {
    return list(inner(this).attributes.keys());
  }
  setAttributeNS(space, name, value) {
    this.setAttribute(name, value);
  }
  getAttributeNS(space, name) {
    return this.getAttribute(name);
  }
  getAttributeNode(name) {
    const value = this.getAttribute(name);
    return value === null ? null : plain({ name: textOf(name), value, nodeValue: value, specified: true });
  }
  get attributes() {
    const items = [...inner(this).attributes].map(([name, value]) =>
      plain({ name, value, nodeName: name, nodeValue: value }),
    );
    const all = nodeList(items);
    for (const item of items) if (!(item.name in all)) Object.defineProperty(all, item.name, { value: item });
    return all;
  }
  get classList() {
    return new DOMTokenList(
      () => this.getAttribute('class') ?? '',
      (value) => this.setAttribute('class', value),
    );
  }
  get dataset() {
    const data = plain();
    for (const [name, value] of inner(this).attributes) {
      if (name.startsWith('data-'))
        data[name.slice(5).replace(/-(\w)/g, (all, letter) => letter.toUpperCase())] = value;
    }
    return (inner(this).dataset ??= imageData(this, data));
  }
  get innerHTML() {
    return writeHtml(this);
  }
  set innerHTML(html) {
    replaceChildren(this, parseHtml(html));
  }
  get outerHTML() {
    return writeHtml(this, 1);
  }
  set outerHTML(html) {
    const { parent } = inner(this);
    for (const node of parseHtml(html)) if (parent) insert(parent, node, this);
    detach(this);
  }
  get innerText() {
    return textContent(this);
  }
  set innerText(text) {
    this.textContent = text;
  }
  insertAdjacentHTML(where, html) {
    for (const node of parseHtml(html)) this.insertAdjacentElement(where, node);
  }
  insertAdjacentElement(where, node) {
    const place = textOf(where).toLowerCase();
    const { parent } = inner(this);
    if (place === 'beforebegin' && parent) insert(parent, node, this);
    else if (place === 'afterend' && parent) insert(parent, node, this.nextSibling);
    else insert(this, node, place === 'afterbegin' ? (inner(this).children[0] ?? null) : null);
    return node;
  }
  insertAdjacentText(where, text) {
    this.insertAdjacentElement(where, new Text(text));
  }
  get nextElementSibling() {
    return elementSibling(this, 1);
  }
  get previousElementSibling() {
    return elementSibling(this, -1);
  }
  before(...parts) {
    for (const node of toNodes(parts)) insert(inner(this).parent ?? this, node, this);
  }
  after(...parts) {
    for (const node of toNodes(parts)) this.insertAdjacentElement('afterend', node);
  }
  replaceWith(...parts) {
    this.before(...parts);
    detach(this);
  }
  remove() {
    detach(this);
  }
  matches(selector) {
    return matches(this, textOf(selector));
  }
  closest(selector) {
    const wanted = textOf(selector);
    for (let node = this; node?.nodeType === 1; node = inner(node).parent)
      if (matches(node, wanted)) return node;
    return setApart.test(wanted) ? null : query(hooks.document, wanted);
  }
  getBoundingClientRect() {
    return rectangle();
  }
  getClientRects() {
    return nodeList([rectangle()]);
  }
  attachShadow() {
    return (inner(this).shadow ??= new DocumentFragment());
  }
  get shadowRoot() {
    return inner(this).shadow ?? null;
  }
  scrollIntoView() {}
  animate() {
    return plain({ finished: resolved(), cancel: () => undefined, play: () => undefined });
  }
  attachEvent(type, listener) {
    this.addEventListener(textOf(type).replace(/^on/, ''), listener);
  }
  requestFullscreen() {
    return resolved();
  }
}
Object.defineProperty(Element.prototype, 'matchesSelector', {
  value: Element.prototype.matches,
  configurable: true,
});
Object.defineProperty(Element.prototype, 'webkitMatchesSelector', {
  value: Element.prototype.matches,
  configurable: true,
});

function elementSibling(element, step) {
  const { parent } = inner(element);
  if (!parent) return null;
  const siblings = elementsOf(parent);
  return siblings[siblings.indexOf(element) + step] ?? null;
}

export class HTMLElement extends Element {
  get style() {
    return (inner(this).style ??= styleDeclaration(this.getAttribute('style') ?? ''));
  }
  set style(value) {
    inner(this).style = styleDeclaration(textOf(value));
  }
  click() {
    const event = new MouseEvent('click');
    if (dispatch(this, event)) hooks.activate?.(this);
  }
  focus() {
    dispatch(this, new FocusEvent('focus'));
  }
  blur() {
    dispatch(this, new FocusEvent('blur'));
  }
  get offsetParent() {
    return hooks.document?.body ?? null;
  }
  get isContentEditable() {
    return this.hasAttribute('contenteditable');
  }
}
for (const [names, value] of [
  [['offsetWidth', 'clientWidth', 'scrollWidth'], 300],
  [['offsetHeight', 'clientHeight', 'scrollHeight'], 40],
  [['offsetTop', 'offsetLeft'], 120],
  [['clientTop', 'clientLeft'], 0],
]) {
  for (const name of names)
    Object.defineProperty(HTMLElement.prototype, name, { get: () => value, configurable: true });
}
for (const [name, start] of Object.entries({
  scrollTop: 0,
  scrollLeft: 0,
  tabIndex: 0,
  hidden: false,
  draggable: false,
})) {
  Object.defineProperty(HTMLElement.prototype, name, { value: start, writable: true, configurable: true });
}

/** Attributes that are properties too. */
export function reflect(type, names) {
  for (const name of names) {
    const attribute =
      { className: 'class', htmlFor: 'for', defaultValue: 'value' }[name] ?? name.toLowerCase();
    Object.defineProperty(type.prototype, name, {
      get: function () {
        const own = inner(this);
        return (
          (own?.tag === 'img' ? imageText(this, attribute) : undefined) ??
          own?.attributes.get(attribute) ??
          ''
        );
      },
      set: function (value) {
        if (isObject(value) && isFunction(value)) return;
        Reflect.apply(Element.prototype.setAttribute, this, [attribute, value]);
      },
      configurable: true,
      enumerable: true,
    });
  }
}
reflect(Element, ['id', 'className', 'slot']);
reflect(HTMLElement, ['title', 'lang', 'dir', 'nonce', 'accessKey']);

tree.name = (node) => {
  if (!isNode(node)) return node?.constructor?.name ?? 'object';
  if (node === hooks.document) return 'document';
  if (node.nodeType !== 1) return node.nodeName;
  const { attributes, tag } = inner(node);
  const id = attributes.get('id');
  const name = attributes.get('name');
  return id ? `#${id}` : name ? `${tag}[name="${name}"]` : tag;
};
for (const type of [DocumentFragment, Element, HTMLElement]) expose(type);
