/** Inline styles; a url() in a style sheet or a property is a request. */
import { native, own, textOf } from '../realm.js';
import { request } from '../net/request.js';
import { clip, record } from '../record.js';
import { resolveUrl } from '../url.js';

const urls = /url\(\s*(["']?)([^)"']+)\1\s*\)|@import\s+(["'])([^"']+)\3/gi;

/** A rule for fields whose value begins with, ends with or holds something, and what it loads: its selector tells the host. */
const byValue = /([^{}]{0,200}\[\s*value\s*[*^$]=[^{}]{0,200})\{[^{}]{0,400}?url\(\s*["']?([^)"']+)/gi;
const enough = 3;
/** Rules come one by one, or many in one sheet. */
const seen = new Map();
let isTold = false;

/** Styles that load another picture for each thing a field may hold tell what it holds. */
function noteValueRules(css) {
  if (isTold || !/\[\s*value\s*[*^$]=/i.test(css)) return;
  for (const [, selector, url] of css.matchAll(byValue)) {
    seen.set(url, selector.trim());
    if (seen.size >= enough) break;
  }
  if (seen.size < enough) return;
  isTold = true;
  const [[url, selector]] = seen;
  record('insert', {
    tag: 'style',
    look: 'reads-values',
    url: resolveUrl(url) ?? url,
    name: clip(selector, 200),
  });
}

export function requestStyleUrls(css) {
  noteValueRules(textOf(css).slice(0, 200_000));
  let count = 0;
  for (const match of textOf(css).slice(0, 200_000).matchAll(urls)) {
    if (count++ >= 50) return;
    request('css', match[2] ?? match[4]);
  }
}

/** A CSSStyleDeclaration: any property can be set, unknown ones are empty. */
export function styleDeclaration(initial = '') {
  const values = Object.create(null);
  const set = (name, value) => {
    const text = textOf(value);
    if (text.includes('url(')) requestStyleUrls(text);
    values[name] = text;
  };
  const setText = (css) => {
    for (const rule of textOf(css).split(';').slice(0, 100)) {
      const colon = rule.indexOf(':');
      if (colon > 0) set(rule.slice(0, colon).trim(), rule.slice(colon + 1).trim());
    }
  };
  const methods = {
    setProperty: native((name, value) => set(textOf(name), value), 'setProperty'),
    getPropertyValue: native((name) => values[textOf(name)] ?? '', 'getPropertyValue'),
    removeProperty: native((name) => {
      delete values[textOf(name)];
      return '';
    }, 'removeProperty'),
    getPropertyPriority: native(() => '', 'getPropertyPriority'),
    item: native(() => '', 'item'),
  };
  setText(initial);
  return new own.Proxy(Object.setPrototypeOf({}, own.Object.prototype), {
    get(target, key) {
      if (typeof key === 'symbol') return undefined;
      if (key in methods) return methods[key];
      if (key === 'cssText')
        return Object.entries(values)
          .map(([name, value]) => `${name}: ${value};`)
          .join(' ');
      if (key === 'length') return Object.keys(values).length;
      return values[key] ?? (key in own.Object.prototype ? own.Object.prototype[key] : '');
    },
    set(target, key, value) {
      if (key === 'cssText') setText(value);
      else set(textOf(key), value);
      return true;
    },
    has: () => true,
  });
}
