/** Nodes and the tree they form. */
import { expose, isObject, own, page, textOf } from '../realm.js';
import { EventTarget } from '../events.js';
import { tree } from '../reading.js';
import { nodeList } from './collections.js';

const inners = new WeakMap();
/** What the world keeps about a node, out of the page's reach. */
export const inner = (node) => inners.get(node);
export const isNode = (value) => isObject(value) && inners.has(value);

/** Set by other modules: what happens when nodes enter the document, how HTML is read and written. */
export const hooks = {
  connected: () => {},
  changed: () => {},
  create: () => null,
  copy: () => {},
  document: null,
};

const limits = { children: 5000, depth: 300 };

export class Node extends EventTarget {
  constructor() {
    super();
    inners.set(this, { parent: null, children: [], text: '' });
  }
  get parentNode() {
    return inner(this).parent;
  }
  get parentElement() {
    const { parent } = inner(this);
    return parent?.nodeType === 1 ? parent : null;
  }
  get childNodes() {
    return nodeList(inner(this).children);
  }
  get firstChild() {
    return inner(this).children[0] ?? null;
  }
  get lastChild() {
    return inner(this).children.at(-1) ?? null;
  }
  get nextSibling() {
    return sibling(this, 1);
  }
  get previousSibling() {
    return sibling(this, -1);
  }
  get ownerDocument() {
    return this.nodeType === 9 ? null : hooks.document;
  }
  get isConnected() {
    return isConnected(this);
  }
  get nodeValue() {
    return this.nodeType === 3 || this.nodeType === 8 ? inner(this).text : null;
  }
  set nodeValue(value) {
    inner(this).text = textOf(value);
  }
  get textContent() {
    return textContent(this);
  }
  set textContent(value) {
    replaceChildren(this, value === null || value === '' ? [] : [new Text(value)]);
  }
  get baseURI() {
    return page.location.href;
  }
  hasChildNodes() {
    return inner(this).children.length > 0;
  }
  getRootNode() {
    return hooks.document;
  }
  contains(other) {
    for (let node = other; isNode(node); node = inner(node).parent) if (node === this) return true;
    return false;
  }
  compareDocumentPosition() {
    return 4;
  }
  isSameNode(other) {
    return this === other;
  }
  isEqualNode(other) {
    return this === other;
  }
  normalize() {}
  appendChild(child) {
    return insert(this, child, null);
  }
  insertBefore(child, before) {
    return insert(this, child, isNode(before) ? before : null);
  }
  removeChild(child) {
    if (isNode(child)) detach(child);
    return child;
  }
  replaceChild(child, old) {
    insert(this, child, isNode(old) ? old : null);
    if (isNode(old)) detach(old);
    return old;
  }
  cloneNode(deep) {
    return clone(this, deep === true, 0);
  }
}
for (const [name, value] of Object.entries({
  ELEMENT_NODE: 1,
  TEXT_NODE: 3,
  COMMENT_NODE: 8,
  DOCUMENT_NODE: 9,
})) {
  Object.defineProperty(Node, name, { value });
  Object.defineProperty(Node.prototype, name, { value });
}

export class CharacterData extends Node {
  constructor(text = '') {
    super();
    inner(this).text = textOf(text);
  }
  get data() {
    return inner(this).text;
  }
  set data(value) {
    inner(this).text = textOf(value);
  }
  get length() {
    return inner(this).text.length;
  }
  appendData(text) {
    inner(this).text += textOf(text);
  }
  get wholeText() {
    return inner(this).text;
  }
  remove() {
    detach(this);
  }
}
export class Text extends CharacterData {
  get nodeType() {
    return 3;
  }
  get nodeName() {
    return '#text';
  }
}
export class Comment extends CharacterData {
  get nodeType() {
    return 8;
  }
  get nodeName() {
    return '#comment';
  }
}

function sibling(node, step) {
  const siblings = inner(node).parent ? inner(inner(node).parent).children : [];
  return siblings[siblings.indexOf(node) + step] ?? null;
}

export function isConnected(node) {
  let top = node;
  for (let depth = 0; inner(top).parent && depth < limits.depth; depth++) top = inner(top).parent;
  return top === hooks.document;
}

export function textContent(node, depth = 0) {
  if (node.nodeType === 3) return inner(node).text;
  if (node.nodeType === 8 || depth > limits.depth) return '';
  let text = '';
  for (const child of inner(node).children) text += textContent(child, depth + 1);
  return text;
}

export function detach(node) {
  const { parent } = inner(node);
  if (!parent) return;
  const siblings = inner(parent).children;
  const index = siblings.indexOf(node);
  if (index >= 0) siblings.splice(index, 1);
  inner(node).parent = null;
}

/** Puts a node under a parent, a fragment's children one by one, and tells the loader when it enters the document. */
export function insert(parent, child, before) {
  if (!isNode(child)) {
    throw new own.TypeError(`Failed to execute 'appendChild' on 'Node': parameter 1 is not of type 'Node'.`);
  }
  if (child.nodeType === 11) {
    for (const part of [...inner(child).children]) insert(parent, part, before);
    return child;
  }
  for (let node = parent; node; node = inner(node).parent) if (node === child) return child;
  detach(child);
  const siblings = inner(parent).children;
  if (siblings.length >= limits.children) return child;
  const at = before === null ? -1 : siblings.indexOf(before);
  siblings.splice(at < 0 ? siblings.length : at, 0, child);
  inner(child).parent = parent;
  hooks.changed(parent, child);
  if (isConnected(parent)) hooks.connected(child);
  return child;
}

export function replaceChildren(parent, nodes) {
  for (const child of [...inner(parent).children]) detach(child);
  for (const node of nodes) insert(parent, node, null);
}

function clone(node, deep, depth) {
  const copy = node.nodeType === 1 ? hooks.create(node.localName) : new Text(inner(node).text);
  if (node.nodeType === 1)
    for (const [name, value] of inner(node).attributes) inner(copy).attributes.set(name, value);
  if (deep && depth < limits.depth) {
    for (const child of inner(node).children) insert(copy, clone(child, true, depth + 1), null);
  }
  return copy;
}

/** Every element under a node, in document order. */
export function elementsUnder(node, depth = 0, out = []) {
  if (depth > limits.depth) return out;
  const { children } = inner(node);
  for (let i = 0; i < children.length; i++) {
    const child = children[i];
    const own = inner(child);
    if (own.attributes === undefined) continue;
    out.push(child);
    if (own.children.length > 0) elementsUnder(child, depth + 1, out);
  }
  return out;
}

tree.attribute = (node, name) => inners.get(node)?.attributes?.get(name);
tree.attributeNames = (node) => inners.get(node)?.attributes?.keys() ?? [];
tree.parent = (node) => (isNode(node) ? inner(node).parent : null);
expose(Node);
expose(CharacterData);
expose(Text);
expose(Comment);
