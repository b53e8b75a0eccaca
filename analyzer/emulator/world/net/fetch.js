/** fetch, Request, Response. */
import { expose, exposeFunction, isObject, own, rejected, resolved, textOf } from '../realm.js';
import { later } from '../loop.js';
import { URLSearchParams } from '../url.js';
import { Blob, FormData, Headers, bodyText, headersText } from './body.js';
import { answerJson, answerText, pageBytes, request } from './request.js';

export class Request {
  constructor(url, options = {}) {
    this.url = url instanceof Request ? url.url : textOf(url);
    this.method = textOf(options?.method ?? 'GET');
    this.body = options?.body ?? null;
    this.headers = new Headers(options?.headers);
  }
  clone() {
    return this;
  }
  text() {
    return resolved(bodyText(this.body ?? ''));
  }
  json() {
    try {
      return resolved(own.JSON.parse(bodyText(this.body ?? '')));
    } catch {
      return rejected('Unexpected end of JSON input');
    }
  }
  blob() {
    return resolved(new Blob([bodyText(this.body ?? '')]));
  }
  arrayBuffer() {
    const text = bodyText(this.body ?? '');
    const bytes = new own.Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return resolved(bytes.buffer);
  }
  formData() {
    const data = new FormData();
    for (const [name, value] of new URLSearchParams(bodyText(this.body ?? ''))) data.append(name, value);
    return resolved(data);
  }
}

export class Response {
  #text;
  constructor(body = answerText, options = {}) {
    this.#text = body === null ? '' : textOf(body);
    this.status = isObject(options) ? (options.status ?? 200) : 200;
    this.ok = this.status >= 200 && this.status < 300;
    this.statusText = 'OK';
    this.headers = new Headers(options?.headers);
    this.url = isObject(options) ? textOf(options.url ?? '') : '';
    this.body = null;
    this.bodyUsed = this.redirected = false;
    this.type = 'basic';
  }
  text() {
    return resolved(this.#text);
  }
  json() {
    return resolved(answerJson());
  }
  blob() {
    return resolved(new Blob([this.#text]));
  }
  arrayBuffer() {
    return resolved(pageBytes());
  }
  clone() {
    return this;
  }
}
expose(Request);
expose(Response);

exposeFunction('fetch', (input, options) => {
  const from = input instanceof Request ? input : undefined;
  const url = from ? from.url : isObject(input) && 'url' in input ? input.url : input;
  const absolute = request('fetch', url, {
    method: textOf(options?.method ?? from?.method ?? 'GET'),
    body: options?.body ?? from?.body,
    headers: headersText(options?.headers ?? from?.headers),
  });
  return new own.Promise((resolve) =>
    later(40, 'response', () => resolve(new Response(answerText, { url: absolute }))),
  );
});
