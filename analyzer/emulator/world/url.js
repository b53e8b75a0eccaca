/** URL and URLSearchParams: enough of the standard for what scripts take apart and put together. */
import { config } from './config.js';
import { expose, list, own, textOf } from './realm.js';

const shape =
  /^([a-z][a-z0-9+.-]*:)(?:\/\/(?:([^/?#@]*)@)?([^/?#:]*)(?::(\d*))?)?([^?#]*)(\?[^#]*)?(#.*)?$/is;

/**
 * Resolves a reference against a base as a browser would; null when it is no URL. Addresses that somebody made harmless for
 * a report (`hxxp://host[.]example`) are read as they were.
 */
export function resolveUrl(reference, base = config.pageUrl) {
  const text = textOf(reference)
    .trim()
    .replace(/[\t\n\r]/g, '')
    .replace(/^hxxp/i, 'http')
    .replace(/\[\.\]|\(dot\)/gi, '.');
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return text.replace(/^(https?|wss?):[\\/]+/i, '$1://');
  const parts = shape.exec(base);
  if (!parts) return null;
  const [, protocol, , host, port, path, query] = parts;
  const origin = `${protocol}//${host}${port ? `:${port}` : ''}`;
  if (/^[\\/]{2}/.test(text)) return `${protocol}//${text.replace(/^[\\/]+/, '')}`;
  if (text.startsWith('/')) return origin + text;
  if (text.startsWith('?')) return origin + path + text;
  if (text.startsWith('#') || text === '') return origin + path + (query ?? '') + text;
  return origin + normalise(path.replace(/[^/]*$/, '') + text);
}

function normalise(path) {
  const out = [];
  for (const part of path.split('/').slice(0, 200)) {
    if (part === '..') out.pop();
    else if (part !== '.') out.push(part);
  }
  return out.join('/').replace(/^(?!\/)/, '/');
}

const pairs = (query) =>
  query
    .replace(/^\?/, '')
    .split('&')
    .slice(0, 500)
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return (at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]).map(decode);
    });

function decode(text) {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}
const encode = (text) => encodeURIComponent(text).replace(/%20/g, '+');

export class URLSearchParams {
  #pairs = [];
  #changed = () => {};
  constructor(from, changed) {
    if (typeof changed === 'function') this.#changed = changed;
    if (typeof from === 'string') this.#pairs = pairs(from);
    else if (from && typeof from[Symbol.iterator] === 'function') {
      for (const [key, value] of from) this.#pairs.push([textOf(key), textOf(value)]);
    } else if (from && typeof from === 'object') {
      for (const key of Object.keys(from)) this.#pairs.push([key, textOf(from[key])]);
    }
  }
  get size() {
    return this.#pairs.length;
  }
  append(key, value) {
    this.#pairs.push([textOf(key), textOf(value)]);
    this.#changed(this.toString());
  }
  set(key, value) {
    this.#pairs = this.#pairs.filter(([name]) => name !== key);
    this.append(key, value);
  }
  delete(key) {
    this.#pairs = this.#pairs.filter(([name]) => name !== key);
    this.#changed(this.toString());
  }
  get(key) {
    return this.#pairs.find(([name]) => name === key)?.[1] ?? null;
  }
  getAll(key) {
    return list(this.#pairs.filter(([name]) => name === key).map(([, value]) => value));
  }
  has(key) {
    return this.#pairs.some(([name]) => name === key);
  }
  forEach(fn, self) {
    for (const [key, value] of this.#pairs) Reflect.apply(fn, self, [value, key, this]);
  }
  sort() {}
  keys() {
    return list(this.#pairs.map(([key]) => key)).values();
  }
  values() {
    return list(this.#pairs.map(([, value]) => value)).values();
  }
  entries() {
    return list(this.#pairs.map(list)).values();
  }
  [Symbol.iterator]() {
    return this.entries();
  }
  toString() {
    return this.#pairs.map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&');
  }
}

const members = ['protocol', 'username', 'hostname', 'port', 'pathname', 'search', 'hash'];

export class URL {
  #parts = {};
  #params;
  constructor(reference, base) {
    const text = resolveUrl(reference, base === undefined ? '' : textOf(base));
    const match = text === null ? null : shape.exec(text);
    if (!match) throw new own.TypeError("Failed to construct 'URL': Invalid URL");
    members.forEach((name, index) => (this.#parts[name] = match[index + 1] ?? ''));
    this.#parts.protocol = this.#parts.protocol.toLowerCase();
    this.#parts.hostname = this.#parts.hostname.toLowerCase();
    if (this.#parts.hostname !== '' && this.#parts.pathname === '') this.#parts.pathname = '/';
    this.#params = new URLSearchParams(
      this.#parts.search,
      (query) => (this.#parts.search = query && `?${query}`),
    );
  }
  static canParse(reference, base) {
    return resolveUrl(reference, base ?? '') !== null;
  }
  static createObjectURL(blob) {
    return `blob:${new URL(config.pageUrl).origin}/${blobs.push(blob)}`;
  }
  static revokeObjectURL() {}
  part(name) {
    return this.#parts[name];
  }
  setPart(name, value) {
    this.#parts[name] = textOf(value);
  }
  get host() {
    return this.#parts.hostname + (this.#parts.port ? `:${this.#parts.port}` : '');
  }
  set host(value) {
    [this.#parts.hostname, this.#parts.port = ''] = textOf(value).split(':');
  }
  get origin() {
    return this.#parts.hostname ? `${this.#parts.protocol}//${this.host}` : 'null';
  }
  get password() {
    return '';
  }
  get searchParams() {
    return this.#params;
  }
  get href() {
    const { protocol, pathname, search, hash, hostname } = this.#parts;
    return protocol + (hostname ? `//${this.host}` : '') + pathname + search + hash;
  }
  set href(value) {
    const next = new URL(value, this.href);
    for (const name of members) this.#parts[name] = next.part(name);
  }
  toString() {
    return this.href;
  }
  toJSON() {
    return this.href;
  }
}
for (const name of members) {
  Object.defineProperty(URL.prototype, name, {
    get() {
      return this.part(name);
    },
    set(value) {
      this.setPart(name, value);
    },
    configurable: true,
    enumerable: true,
  });
}

const blobs = [];
/** What a blob: URL stands for. */
export const blobOf = (url) => blobs[Number(/\/(\d+)$/.exec(url)?.[1]) - 1];

expose(URL);
expose(URLSearchParams);
defineAlias();
function defineAlias() {
  Object.defineProperty(globalThis.page, 'webkitURL', { value: URL, writable: true, configurable: true });
}
