/** Where the page is, and leaving it. Leaving is recorded and does not happen. */
import { config } from '../config.js';
import { defineHidden, expose, exposeAccessor, exposeFunction, list, page, plain, textOf } from '../realm.js';
import { recordProbe } from '../record.js';
import { request } from '../net/request.js';
import { runScript } from '../code.js';
import { URL } from '../url.js';
import { decoy } from '../decoy.js';

export function navigate(url, transport = 'navigation') {
  const text = textOf(url);
  if (/^\s*javascript:/i.test(text)) runScript('javascript-url', text.replace(/^\s*javascript:/i, ''));
  else request(transport, text);
}

class Location {
  assign(url) {
    navigate(url);
  }
  replace(url) {
    navigate(url);
  }
  reload() {}
  toString() {
    recordProbe('location');
    return config.pageUrl;
  }
  get ancestorOrigins() {
    return list([]);
  }
}
const changesPage = new Set(['href', 'host', 'hostname', 'pathname', 'search', 'protocol', 'port']);
for (const name of ['href', 'protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash', 'origin']) {
  Object.defineProperty(Location.prototype, name, {
    get() {
      recordProbe('location');
      return name === 'href' ? config.pageUrl : new URL(config.pageUrl)[name];
    },
    set(value) {
      if (!changesPage.has(name)) return;
      const next = new URL(config.pageUrl);
      if (name !== 'href') next[name] = value;
      navigate(name === 'href' ? value : next.href);
    },
    enumerable: true,
    configurable: true,
  });
}

expose(Location);
const location = new Location();
exposeAccessor(
  'location',
  () => location,
  (url) => navigate(url),
);
exposeFunction('open', (url) => {
  if (url !== undefined && textOf(url) !== '') navigate(url, 'popup');
  return decoy('popup');
});

const history = plain({
  length: 3,
  state: null,
  scrollRestoration: 'auto',
  pushState: () => undefined,
  replaceState: () => undefined,
  back: () => undefined,
  forward: () => undefined,
  go: () => undefined,
});
defineHidden(page, 'history', history);
