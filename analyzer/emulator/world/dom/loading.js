/** What elements fetch and run when they are given an address or put into the page. */
import { native, page, textOf } from '../realm.js';
import { Event, compileHandler, dispatch } from '../events.js';
import { invoke, record } from '../record.js';
import { later } from '../loop.js';
import { runScript } from '../code.js';
import { request } from '../net/request.js';
import { blobOf, resolveUrl } from '../url.js';
import { bodyText } from '../net/body.js';
import { parseHtml } from './html.js';
import { framePlaced } from './payment-frames.js';
import { requestStyleUrls } from './style.js';
import { elementsUnder, hooks, inner, insert, isConnected, textContent } from './node.js';

const attribute = (element, name) => inner(element).attributes.get(name) ?? '';

/** Elements that fetch as soon as they have an address, in the page or not. */
const eager = {
  img: ['src', 'image'],
  audio: ['src', 'media'],
  video: ['src', 'media'],
  source: ['src', 'media'],
};
/** Elements that fetch once they are in the page. */
const placed = {
  script: ['src', 'script'],
  iframe: ['src', 'iframe'],
  frame: ['src', 'iframe'],
  link: ['href', 'link'],
  embed: ['src', 'object'],
  object: ['data', 'object'],
};

function fetchOnce(element, [name, transport]) {
  const url = attribute(element, name).trim();
  const own = inner(element);
  if (url === '' || own.fetched === url) return false;
  own.fetched = url;
  if (/^javascript:/i.test(url)) {
    runScript('javascript-url', url.slice(11));
    return true;
  }
  if (/^data:text\/javascript|^data:application\/javascript|^blob:/i.test(url) && transport === 'script') {
    runScript('script-url', urlText(url));
    return true;
  }
  const absolute = request(transport, url);
  later(30, 'load', () => {
    if (own.tag === 'iframe' || own.tag === 'frame') lookAgain(element);
    loaded(element, absolute);
  });
  return true;
}

/**
 * Addresses of dynamic imports pass through here (rewrite.ts). A module that the script brings itself is run as a script, without what
 * it exports: its names are the page's then, which no attack minds. What a server would send is not there to run.
 */
Object.defineProperty(page, '__swm', {
  value: native((url) => {
    const text = textOf(url);
    if (/^(?:data|blob):/i.test(text)) runScript('script-url', withoutExports(urlText(text)));
    else if (/^(?:[a-z]+:|\.{0,2}\/)/i.test(text)) request('script', text);
    return url;
  }, ''),
});

function withoutExports(text) {
  return text
    .replace(/\bexport\s*\{[^}]*\}/g, '')
    .replace(/(^|[;}\n]\s*)export\s+(?:default\s+)?(?=\w)/g, '$1');
}

function urlText(url) {
  if (/^blob:/i.test(url)) return bodyText(blobOf(url) ?? '');
  const comma = url.indexOf(',');
  const data = url.slice(comma + 1);
  try {
    return /;base64/i.test(url.slice(0, comma)) ? page.atob(data) : decodeURIComponent(data);
  } catch {
    return '';
  }
}

/** JSONP: a callback named in the address is called with an answer. */
function loaded(element, url) {
  const callback = /[?&](?:callback|jsonp|cb)=([\w$.]+)/i.exec(url)?.[1];
  const fn = callback?.split('.').reduce((object, key) => object?.[key], page);
  if (typeof fn === 'function') invoke(fn, page, [page.Object()], 'jsonp');
  dispatch(element, new Event('load', { bubbles: false }));
  if (attribute(element, 'onerror') !== '' && inner(element).tag === 'img') {
    const handler = compileHandler(attribute(element, 'onerror'));
    if (handler) invoke(handler, element, [new Event('error')], 'onerror');
  }
}

function runInline(element) {
  const own = inner(element);
  const text = textContent(element);
  if (own.parsed || own.ran || own.tag !== 'script' || text.trim() === '' || attribute(element, 'src') !== '')
    return;
  const type = attribute(element, 'type').toLowerCase();
  if (type !== '' && !/javascript|ecmascript|module|^text\/(babel|jscript)$/.test(type)) return;
  own.ran = true;
  const before = hooks.currentScript;
  hooks.currentScript = element;
  runScript(own.written ? 'document-write' : 'inline-script', text);
  hooks.currentScript = before;
}

/** Frames may get their address, or be hidden, only once they are in the page. */
function lookAgain(element) {
  const own = inner(element);
  const look = lookOf(element);
  if (own.shown?.url === attribute(element, 'src') && own.shown.look === look) return;
  own.shown = { url: attribute(element, 'src'), look };
  record('insert', { tag: own.tag, url: address(element), look });
}

function connect(element) {
  const { tag, parsed } = inner(element);
  if (!['div', 'span', 'p', 'br', 'option', 'li', 'ul', 'td', 'tr'].includes(tag)) {
    const look =
      tag === 'iframe' || tag === 'frame' || tag === 'a' || tag === 'form' ? lookOf(element) : undefined;
    if (tag === 'iframe' || tag === 'frame') inner(element).shown = { url: attribute(element, 'src'), look };
    record('insert', {
      tag,
      url: address(element),
      name: attribute(element, 'id') || attribute(element, 'name') || undefined,
      download: tag === 'a' && element.hasAttribute('download') ? attribute(element, 'download') : undefined,
      look,
    });
  }
  if (tag === 'iframe' && inner(element).invented !== true) framePlaced(element);
  if (tag === 'style') requestStyleUrls(textContent(element));
  if (placed[tag] && !(tag === 'script' && parsed)) fetchOnce(element, placed[tag]);
  if (eager[tag]) fetchOnce(element, eager[tag]);
  if (tag === 'iframe' && attribute(element, 'srcdoc') !== '')
    openText(element, attribute(element, 'srcdoc'));
  runInline(element);
}

/** A page made from text, in a frame: its fields and scripts become some of the page around it, as far as a visitor can tell. */
function openText(frame, html) {
  const own = inner(frame);
  if (own.text === html) return;
  own.text = html;
  record('insert', { tag: 'srcdoc', html: html.slice(0, 4000) });
  later(20, 'load', () => {
    const inside = hooks.create('div');
    insert(hooks.body, inside, null);
    const nodes = parseHtml(html, { scriptsRun: true });
    for (const node of nodes.filter(({ nodeType }) => nodeType === 1))
      for (const element of [node, ...elementsUnder(node)]) nameOnPage(element);
    for (const node of nodes) insert(inside, node, null);
  });
}

/** Short pages use ids as names: `<form id=f><script>f.onsubmit = …`. */
function nameOnPage(element) {
  const id = attribute(element, 'id');
  if (id !== '' && !Object.hasOwn(page, id))
    Object.defineProperty(page, id, { value: element, writable: true, configurable: true });
}

/** What a person would see of an element: nothing, a cover over the whole page, or (undefined) something ordinary. */
function lookOf(element) {
  const all = [styleText(element)];
  for (
    let node = inner(element).parent, up = 0;
    node?.nodeType === 1 && up < 4;
    node = inner(node).parent, up++
  )
    if (!/^(body|html|form)$/.test(inner(node).tag)) all.push(styleText(node));
  if (inner(element).tag === 'a' && veils.every((part) => part.test(all[0]))) return 'cover';
  if (all.some((text) => unseen.test(text))) return 'hidden';
  return covers.every((part) => part.test(all[0])) ? 'cover' : undefined;
}
const unseen =
  /(?:^|[;\s])(?:display:none|visibility:hidden|opacity:0(?:\.0\d*)?(?=;|$)|(?:left|top|margin-left|margin-top|text-indent):-\d{3,}|(?:max-)?(?:width|height):[01](?:px|%|em)?(?=;|$))/;
/** A link that lies over all of the page and cannot be seen: whatever is clicked, it is clicked. */
const veils = [
  /position:fixed/,
  /inset:0|width:100(?:%|vw).*height:100(?:%|vh)|height:100(?:%|vh).*width:100(?:%|vw)|(?:(?:top|left|right|bottom):0.*){4}/,
  /opacity:0?\.?0\d*(?=;|$)/,
];
const covers = [/position:(?:fixed|absolute)/, /width:100(?:%|vw)/, /height:100(?:%|vh)/, /z-index:\d{3,}/];

function styleText(element) {
  const { attributes } = inner(element);
  if (!attributes) return '';
  const sizes = ['width', 'height'].map((name) => {
    const size = attributes.get(name);
    return size === undefined ? '' : `${name}:${size}`;
  });
  const css = `${sizes.join(';')};${element.style?.cssText ?? ''}`;
  return css
    .slice(0, 2000)
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .replace(/\s*([:;])\s*/g, '$1')
    .toLowerCase();
}

function address(element) {
  const url =
    attribute(element, 'src') ||
    attribute(element, 'href') ||
    attribute(element, 'action') ||
    attribute(element, 'data');
  return url === '' ? undefined : (resolveUrl(url) ?? '').slice(0, 4096);
}

hooks.connected = (node) => {
  if (!hooks.open) return;
  if (node.nodeType === 1) connect(node);
  else if (inner(node).parent?.nodeType === 1) {
    const { parent } = inner(node);
    runInline(parent);
    if (inner(parent).tag === 'style') requestStyleUrls(textContent(parent));
  }
  for (const element of [...elementsUnder(node)]) connect(element);
};

/** An attribute was set, or a child came to an element. */
hooks.changed = (element, child, name) => {
  if (!hooks.open || !inner(element).attributes) return;
  const { tag } = inner(element);
  if (name === undefined) return;
  if (eager[tag]?.[0] === name) fetchOnce(element, eager[tag]);
  if (placed[tag]?.[0] === name && isConnected(element)) fetchOnce(element, placed[tag]);
  if (tag === 'iframe' && name === 'src' && isConnected(element)) framePlaced(element);
  if (tag === 'form' && name === 'action') {
    inner(element).actionByScript = true;
    record('form-action', { url: address(element), target: attribute(element, 'id') || 'form' });
  }
  if (
    tag === 'link' &&
    child === null &&
    /prefetch|preconnect|preload/.test(attribute(element, 'rel')) &&
    attribute(element, 'href') !== ''
  ) {
    fetchOnce(element, placed.link);
  }
};
