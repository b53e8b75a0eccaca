/** Inline styles; a url() in a style sheet or a property is a request. */
import { native, own, textOf } from '../realm.js';
import { request } from '../net/request.js';

const urls = /url\(\s*(["']?)([^)"']+)\1\s*\)|@import\s+(["'])([^"']+)\3/gi;

export function requestStyleUrls(css) {
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
