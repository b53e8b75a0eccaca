/** fetch, Request, Response. */
import { expose, exposeFunction, isObject, own, resolved, textOf } from '../realm.js';
import { later } from '../loop.js';
import { Blob, Headers, headersText } from './body.js';
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
    return resolved(textOf(this.body ?? ''));
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
