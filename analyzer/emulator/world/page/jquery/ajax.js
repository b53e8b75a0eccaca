/** Requests, and the promises they answer with. */
import { isFunction, isObject, native, own, plain, textOf } from '../../realm.js';
import { invoke } from '../../record.js';
import { later } from '../../loop.js';
import { bodyText } from '../../net/body.js';
import { answerJson, request } from '../../net/request.js';

export function deferred(result) {
  const self = plain({});
  for (const name of ['done', 'then', 'always', 'success', 'complete', 'pipe']) {
    self[name] = native((...fns) => {
      later(30, 'response', () =>
        fns
          .slice(0, name === 'then' ? 1 : 5)
          .filter(isFunction)
          .forEach((fn) => invoke(fn, self, [result ?? answerJson(), 'success', self], 'ajax')),
      );
      return self;
    }, name);
  }
  for (const name of ['fail', 'catch', 'error', 'progress', 'resolve', 'reject', 'notify', 'abort'])
    self[name] = native(() => self, name);
  self.promise = native(() => self, 'promise');
  return self;
}

/** Handlers for every request of the page: of `ajaxSend` and the like, `ajaxPrefilter`, `ajaxSetup({ beforeSend })`. */
export const ajaxWatchers = [];
const maxWatchers = 10;
/** `call` gets the settings of each request. */
export function watchAjax(call) {
  if (ajaxWatchers.length < maxWatchers) ajaxWatchers.push(call);
}

export function ajax(first, second) {
  const options = isObject(first) ? first : { ...second, url: first };
  for (const watcher of ajaxWatchers) watcher(options);
  const data = options.data;
  const body =
    isObject(data) && !isFunction(data) && Object.getPrototypeOf(data) === own.Object.prototype
      ? param(data)
      : data;
  const method = textOf(options.type ?? options.method ?? 'GET');
  const isGet = /^get$/i.test(method);
  const url = textOf(options.url ?? '');
  request(
    'xhr',
    isGet && body !== undefined ? `${url}${url.includes('?') ? '&' : '?'}${bodyText(body)}` : url,
    { method, body: isGet ? undefined : body },
  );
  for (const name of ['success', 'complete', 'beforeSend']) {
    if (isFunction(options[name]))
      later(40, 'response', () =>
        invoke(options[name], options, [answerJson(), 'success', plain({})], `ajax.${name}`),
      );
  }
  return deferred();
}

export const param = (data) =>
  Object.keys(data)
    .slice(0, 200)
    .map(
      (key) =>
        `${encodeURIComponent(key)}=${encodeURIComponent(isObject(data[key]) ? bodyText(data[key]) : textOf(data[key]))}`,
    )
    .join('&');

export function send(method, url, data, done) {
  const fn = isFunction(data) ? data : done;
  return ajax({ type: method, url, data: isFunction(data) ? undefined : data, success: fn });
}
