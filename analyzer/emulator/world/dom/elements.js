/** A class for each tag, and making elements. */
import { defineHidden, expose, host, native, own as realm, page, plain, resolved, textOf } from '../realm.js';
import { record } from '../record.js';
import { request } from '../net/request.js';
import { EventTarget } from '../events.js';
import { URL, resolveUrl } from '../url.js';
import * as controls from './controls.js';
import { HTMLElement, reflect } from './element.js';
import { DocumentFragment, Element } from './element.js';
import { hooks, inner, insert, textContent } from './node.js';
import { requestStyleUrls } from './style.js';

/** Scripts that guard themselves read their own text from the page. */
const scriptText = (element) =>
  inner(element).isOwn === true && !inner(element).children.length ? host.source('') : textContent(element);
class HTMLScriptElement extends HTMLElement {
  get innerHTML() {
    return scriptText(this);
  }
  set innerHTML(value) {
    this.textContent = value;
  }
  get textContent() {
    return scriptText(this);
  }
  set textContent(value) {
    super.textContent = value;
  }
  get text() {
    return scriptText(this);
  }
  set text(value) {
    this.textContent = value;
  }
}
class HTMLImageElement extends HTMLElement {
  get complete() {
    return inner(this).attributes.has('src');
  }
  decode() {
    return resolved();
  }
}
class HTMLIFrameElement extends HTMLElement {
  get contentWindow() {
    return (inner(this).window ??= frameWindow(this));
  }
  get contentDocument() {
    return hooks.document;
  }
}
class HTMLAnchorElement extends HTMLElement {
  click() {
    super.click();
    request('navigation', this.href);
  }
}
for (const name of ['protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash', 'origin']) {
  Object.defineProperty(HTMLAnchorElement.prototype, name, {
    get() {
      return new URL(this.href === '' ? page.location.href : this.href)[name];
    },
    set(value) {
      const url = new URL(this.href === '' ? page.location.href : this.href);
      url[name] = value;
      this.href = url.href;
    },
    configurable: true,
  });
}
class HTMLStyleElement extends HTMLElement {
  get sheet() {
    return styleSheet();
  }
}
class HTMLLinkElement extends HTMLElement {
  get sheet() {
    return styleSheet();
  }
  get relList() {
    return plain({ supports: () => true, contains: () => false, add: () => undefined });
  }
}
class HTMLTemplateElement extends HTMLElement {
  get content() {
    const fragment = (inner(this).content ??= new DocumentFragment());
    for (const child of [...inner(this).children]) insert(fragment, child, null);
    return fragment;
  }
}
class HTMLCanvasElement extends HTMLElement {
  getContext() {
    return canvasContext(this);
  }
  toDataURL() {
    return 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  }
  toBlob(callback) {
    callback(null);
  }
}
class HTMLMediaElement extends HTMLElement {
  play() {
    return resolved();
  }
  pause() {}
  load() {}
  canPlayType() {
    return 'maybe';
  }
}
class HTMLDivElement extends HTMLElement {}
class HTMLSpanElement extends HTMLElement {}
class HTMLBodyElement extends HTMLElement {}
class HTMLHtmlElement extends HTMLElement {}
class HTMLHeadElement extends HTMLElement {}
class HTMLMetaElement extends HTMLElement {}
class HTMLLabelElement extends HTMLElement {}
class HTMLObjectElement extends HTMLElement {}
class HTMLUnknownElement extends HTMLElement {}
class SVGElement extends HTMLElement {}

const classes = {
  ...{
    script: HTMLScriptElement,
    img: HTMLImageElement,
    iframe: HTMLIFrameElement,
    a: HTMLAnchorElement,
    style: HTMLStyleElement,
  },
  ...{
    link: HTMLLinkElement,
    template: HTMLTemplateElement,
    canvas: HTMLCanvasElement,
    audio: HTMLMediaElement,
    video: HTMLMediaElement,
  },
  ...{
    div: HTMLDivElement,
    span: HTMLSpanElement,
    body: HTMLBodyElement,
    html: HTMLHtmlElement,
    head: HTMLHeadElement,
    meta: HTMLMetaElement,
  },
  ...{
    label: HTMLLabelElement,
    object: HTMLObjectElement,
    embed: HTMLObjectElement,
    svg: SVGElement,
    form: controls.HTMLFormElement,
  },
  ...{
    input: controls.HTMLInputElement,
    textarea: controls.HTMLTextAreaElement,
    select: controls.HTMLSelectElement,
  },
  ...{ option: controls.HTMLOptionElement, button: controls.HTMLButtonElement },
};
reflect(HTMLScriptElement, ['type', 'charset', 'crossOrigin', 'integrity', 'async', 'defer', 'noModule']);
reflect(HTMLImageElement, ['alt', 'crossOrigin', 'srcset', 'loading', 'referrerPolicy']);
reflect(HTMLIFrameElement, [
  ...['name', 'allow', 'sandbox', 'srcdoc', 'scrolling', 'frameBorder', 'width', 'height'],
]);
reflect(HTMLAnchorElement, ['target', 'rel', 'download', 'type']);
reflect(HTMLLinkElement, ['rel', 'type', 'media', 'as', 'crossOrigin']);
reflect(HTMLStyleElement, ['type', 'media']);
reflect(HTMLMetaElement, ['name', 'content', 'httpEquiv']);
reflect(HTMLLabelElement, ['htmlFor']);
reflect(HTMLObjectElement, ['type', 'name', 'width', 'height']);

/** Addresses read back absolute, as they are in a browser; a form's action too. */
for (const [type, name] of [
  ...[
    [HTMLScriptElement, 'src'],
    [HTMLImageElement, 'src'],
    [HTMLIFrameElement, 'src'],
    [HTMLMediaElement, 'src'],
  ],
  ...[
    [HTMLAnchorElement, 'href'],
    [HTMLLinkElement, 'href'],
    [HTMLObjectElement, 'data'],
    [controls.HTMLFormElement, 'action'],
  ],
]) {
  Object.defineProperty(type.prototype, name, {
    get() {
      const value = inner(this)?.attributes.get(name) ?? '';
      return value === '' ? (name === 'action' ? page.location.href : '') : (resolveUrl(value) ?? value);
    },
    set(value) {
      Reflect.apply(Element.prototype.setAttribute, this, [name, textOf(value)]);
    },
    configurable: true,
    enumerable: true,
  });
}
for (const name of ['width', 'height']) {
  for (const type of [HTMLImageElement, HTMLCanvasElement]) {
    Object.defineProperty(type.prototype, name, { value: 1, writable: true, configurable: true });
  }
}
for (const name of ['naturalWidth', 'naturalHeight'])
  Object.defineProperty(HTMLImageElement.prototype, name, { value: 1 });
for (const type of new Set([...Object.values(classes), HTMLUnknownElement])) expose(type);

export function createElement(tagName) {
  const tag = textOf(tagName).toLowerCase().slice(0, 100);
  const element = new (classes[tag] ?? HTMLUnknownElement)();
  Object.assign(inner(element), { tag, attributes: new Map() });
  return element;
}
hooks.create = createElement;

const styleSheet = () =>
  plain({
    cssRules: realm.Array(),
    rules: realm.Array(),
    insertRule: (css) => (requestStyleUrls(css), 0),
    addRule: (selector, css) => (requestStyleUrls(css), 0),
    deleteRule: () => undefined,
    replace: (css) => (requestStyleUrls(css), resolved()),
    replaceSync: (css) => requestStyleUrls(css),
  });
class CSSStyleSheet {
  constructor() {
    return styleSheet();
  }
}
expose(CSSStyleSheet);

function canvasContext(canvas) {
  const nothing = () => undefined;
  const context = plain({
    canvas,
    fillStyle: '',
    font: '',
    textBaseline: '',
    globalCompositeOperation: '',
    lineWidth: 1,
  });
  for (const name of [
    'fillRect',
    'fillText',
    'strokeText',
    'beginPath',
    'arc',
    'closePath',
    'fill',
    'stroke',
    'rect',
    'moveTo',
    'lineTo',
    'clearRect',
    'drawImage',
    'putImageData',
    'save',
    'restore',
    'scale',
    'translate',
    'getExtension',
    'bezierCurveTo',
  ]) {
    context[name] = native(nothing, name);
  }
  context.measureText = native(() => plain({ width: 42.5 }), 'measureText');
  context.getImageData = native((x, y, width, height) => {
    const size = Math.min(4096, Math.max(4, 4 * Number(width) * Number(height) || 4));
    return plain({ data: new page.Uint8ClampedArray(size), width: 1, height: 1 });
  }, 'getImageData');
  context.isPointInPath = native(() => false, 'isPointInPath');
  context.createLinearGradient = native(() => plain({ addColorStop: nothing }), 'createLinearGradient');
  context.getParameter = native(() => 'ANGLE (Intel, Intel(R) UHD Graphics 620, D3D11)', 'getParameter');
  context.getSupportedExtensions = native(() => realm.Array(), 'getSupportedExtensions');
  return context;
}

/** The window inside a frame: messages to it go to the frame's host. */
function frameWindow(frame) {
  const window = new EventTarget();
  defineHidden(window, 'document', hooks.document);
  defineHidden(window, 'location', plain({ href: frame.src, replace: (url) => void request('iframe', url) }));
  defineHidden(window, 'parent', page);
  for (const name of [
    'navigator',
    'console',
    'fetch',
    'XMLHttpRequest',
    'localStorage',
    'Function',
    'Array',
    'Object',
    'JSON',
    'eval',
    'atob',
    'btoa',
    'setTimeout',
  ]) {
    Object.defineProperty(window, name, { get: () => page[name], configurable: true });
  }
  defineHidden(
    window,
    'postMessage',
    native((data, target) => {
      record('message', { target: textOf(target), data: JSON.stringify(data)?.slice(0, 8192) ?? '' });
      request('post-message', frame.src || textOf(target), { method: 'SEND', body: data });
    }, 'postMessage'),
  );
  return window;
}

/** `new Image()`, `new Option()`, `new Audio()`. */
for (const [name, tag] of Object.entries({ Image: 'img', Option: 'option', Audio: 'audio' })) {
  const construct = function (...args) {
    const element = createElement(tag);
    if (tag === 'option') {
      element.textContent = args[0] ?? '';
      if (args[1] !== undefined) element.setAttribute('value', args[1]);
    }
    if (tag === 'audio' && args[0] !== undefined) element.src = args[0];
    return element;
  };
  construct.prototype = classes[tag].prototype;
  defineHidden(page, name, native(construct, name));
}
