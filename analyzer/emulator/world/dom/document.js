/** document. */
import { config } from '../config.js';
import { defineHidden, expose, native, own, page, plain, textOf } from '../realm.js';
import { clip, record, recordOnce, recordProbe } from '../record.js';
import { CustomEvent } from '../events.js';
import { canaryOf, isFormName } from '../fields.js';
import { parseHtml } from './html.js';
import { htmlCollection, nodeList } from './collections.js';
import { DocumentFragment } from './element.js';
import { ParentNode } from './parent-node.js';
import { createElement } from './elements.js';
import { Comment, Node, Text, hooks, inner, insert } from './node.js';
import { query, queryAll } from './query.js';
import { styleDeclaration } from './style.js';

let cookies = null;
const cookieText = () =>
  (cookies ??= new Map(
    config.newcomer
      ? []
      : [
          ['session', canaryOf('cookie')],
          ['cart', '3'],
        ],
  ));

class Document extends ParentNode(Node) {
  get nodeType() {
    return 9;
  }
  get nodeName() {
    return '#document';
  }
  get documentElement() {
    return hooks.html;
  }
  get head() {
    return hooks.head;
  }
  get body() {
    return hooks.body;
  }
  get scrollingElement() {
    return hooks.html;
  }
  get activeElement() {
    return hooks.body;
  }
  get currentScript() {
    return hooks.currentScript;
  }
  get readyState() {
    return hooks.readyState;
  }
  get defaultView() {
    return page;
  }
  get location() {
    return page.location;
  }
  set location(url) {
    page.location = url;
  }
  get URL() {
    recordProbe('location');
    return config.pageUrl;
  }
  get documentURI() {
    return config.pageUrl;
  }
  get domain() {
    recordProbe('location');
    return 'www.shop.example';
  }
  set domain(value) {
    void value;
  }
  get referrer() {
    recordProbe('referrer');
    return config.referrer;
  }
  get cookie() {
    recordOnce('read cookie', 'read', { field: 'cookie', name: 'document.cookie', via: 'cookie' });
    return [...cookieText()].map(([name, value]) => `${name}=${value}`).join('; ');
  }
  set cookie(value) {
    const text = textOf(value);
    const [, name, content] = /^\s*([^=;]*)=?([^;]*)/.exec(text);
    record('storage', { area: 'cookie', op: 'set', key: clip(name, 100), value: clip(text, 4096) });
    if (cookieText().size < 200) cookieText().set(name, content);
  }
  get forms() {
    return htmlCollection(queryAll(this, 'form', { invent: false }));
  }
  get scripts() {
    return htmlCollection(queryAll(this, 'script', { invent: false }));
  }
  get images() {
    return htmlCollection(queryAll(this, 'img', { invent: false }));
  }
  get links() {
    return htmlCollection(queryAll(this, 'a', { invent: false }));
  }
  get all() {
    return htmlCollection(queryAll(this, '*', { invent: false }));
  }
  get styleSheets() {
    return nodeList([]);
  }
  get implementation() {
    return plain({ createHTMLDocument: () => hooks.document, hasFeature: () => true });
  }
  get fonts() {
    return plain({ ready: own.Promise.resolve(), check: () => true, forEach: () => undefined });
  }
  getElementById(id) {
    return query(this, `#${textOf(id).replace(/[^\w\u0080-\uffff-]/g, '\\$&')}`);
  }
  getElementsByName(name) {
    return nodeList(queryAll(this, `[name="${textOf(name).replace(/"/g, '')}"]`));
  }
  createElement(tag) {
    return createElement(tag);
  }
  createElementNS(space, tag) {
    return createElement(tag);
  }
  createTextNode(text) {
    return new Text(text);
  }
  createComment(text) {
    return new Comment(text);
  }
  createDocumentFragment() {
    return new DocumentFragment();
  }
  createEvent() {
    return new CustomEvent('');
  }
  createRange() {
    return plain({
      selectNode: () => undefined,
      selectNodeContents: () => undefined,
      setStart: () => undefined,
      setEnd: () => undefined,
      collapse: () => undefined,
      deleteContents: () => undefined,
      getBoundingClientRect: () => hooks.body.getBoundingClientRect(),
      createContextualFragment(html) {
        const fragment = new DocumentFragment();
        for (const node of parseHtml(html, { scriptsRun: true })) insert(fragment, node, null);
        return fragment;
      },
    });
  }
  createTreeWalker() {
    return plain({ nextNode: () => null, currentNode: hooks.body });
  }
  importNode(node, deep) {
    return node.cloneNode(deep);
  }
  adoptNode(node) {
    return node;
  }
  write(...parts) {
    const html = parts.map(textOf).join('');
    record('write', { html: clip(html, 65_536) });
    for (const node of parseHtml(html, { scriptsRun: true })) {
      if (node.nodeType === 1) inner(node).written = true;
      insert(hooks.body, node, null);
    }
  }
  writeln(...parts) {
    this.write(...parts, '\n');
  }
  open() {
    return this;
  }
  close() {}
  hasFocus() {
    return true;
  }
  execCommand(command) {
    if (/^(?:copy|cut)$/i.test(textOf(command))) hooks.copy();
    return true;
  }
  queryCommandSupported() {
    return true;
  }
  getSelection() {
    return page.getSelection();
  }
  elementFromPoint() {
    return hooks.body;
  }
  hasStorageAccess() {
    return own.Promise.resolve(true);
  }
  evaluate() {
    return plain({
      iterateNext: () => null,
      snapshotLength: 0,
      singleNodeValue: null,
      snapshotItem: () => null,
    });
  }
}
for (const [name, value] of Object.entries({
  ...{
    title: 'Checkout',
    hidden: false,
    visibilityState: 'visible',
    compatMode: 'CSS1Compat',
    characterSet: 'UTF-8',
    charset: 'UTF-8',
  },
  ...{
    contentType: 'text/html',
    designMode: 'off',
    dir: 'ltr',
    lastModified: '05/13/2025 09:41:07',
    pointerLockElement: null,
  },
})) {
  Object.defineProperty(Document.prototype, name, {
    value,
    writable: true,
    configurable: true,
    enumerable: true,
  });
}

/** Forms are properties of the document, by name. */
function namedAccess(prototype) {
  return new own.Proxy(prototype, {
    get(target, key, receiver) {
      if (typeof key === 'symbol' || key in target) return Reflect.get(target, key, receiver);
      if (key.startsWith('on') || /[^\w-]/.test(key) || !hooks.open) return undefined;
      const existing = query(receiver, `form[name="${key}"]`, { invent: false });
      if (existing) return existing;
      return isFormName(key) && /form|checkout|payment/i.test(key)
        ? query(receiver, `form[name="${key}"]`)
        : undefined;
    },
  });
}

class HTMLDocument extends Document {}
expose(Document);
expose(HTMLDocument);
const document = new HTMLDocument();
Object.setPrototypeOf(document, namedAccess(HTMLDocument.prototype));
hooks.document = document;
hooks.readyState = 'loading';
inner(document).attributes = null;
defineHidden(page, 'document', document);
page.DOMParser = native(function DOMParser() {
  return plain({
    parseFromString(html) {
      const fragment = new DocumentFragment();
      for (const node of parseHtml(html)) insert(fragment, node, null);
      Object.defineProperty(fragment, 'body', { value: fragment });
      Object.defineProperty(fragment, 'documentElement', { value: fragment });
      return fragment;
    },
  });
}, 'DOMParser');
page.XMLSerializer = native(function XMLSerializer() {
  return plain({ serializeToString: (node) => node.outerHTML ?? '' });
}, 'XMLSerializer');
page.getComputedStyle = native((element) => element?.style ?? styleDeclaration(), 'getComputedStyle');
export { document };
