/** Every way out of the page ends here. */
import { isObject, own, textOf } from '../realm.js';
import { clip, record } from '../record.js';
import { resolveUrl } from '../url.js';
import { bodyText } from './body.js';
import { decodeEntities } from '../entities.js';

const limits = { url: 32_768, body: 65_536 };

/**
 * Records a request and returns its absolute URL.
 * `transport`: fetch, xhr, beacon, websocket, eventsource, rtc, image, script, iframe, link, style, object, media, form,
 * navigation, popup, worker, css, post-message or library.
 */
export function request(transport, url, { method = 'GET', body, headers } = {}) {
  // Addresses written in entities were decoded by the page that held them.
  const text = /^&#/.test(textOf(url)) ? decodeEntities(textOf(url)) : url;
  const absolute = resolveUrl(text) ?? textOf(text);
  if (/^(blob|about|chrome|moz-extension):/i.test(absolute) || absolute === '') return absolute;
  if (/^(data|javascript):/i.test(absolute) && body === undefined) return absolute;
  record('request', {
    transport,
    url: clip(absolute, limits.url),
    method: clip(method, 20).toUpperCase(),
    body: body === undefined || body === null ? undefined : clip(bodyText(body), limits.body),
    headers,
  });
  return absolute;
}

const sends = /(^|\.)(ajax|post|get|getJSON|getScript|send|fetch|request|put|sendBeacon|load|open|track)$/i;
const looksLikeUrl = (value) =>
  typeof value === 'string' && /^(https?:|wss?:)?\/\/[\w.-]+\.[\w-]+|^\/[\w/.-]+$/i.test(value);

/** A call of an unknown library that is by its name and arguments a request, such as `axios.post(url, body)`. */
export function requestFrom(path, args) {
  if (!sends.test(path)) return;
  const options = args.find((arg) => isObject(arg) && looksLikeUrl(safeGet(arg, 'url')));
  const url = args.find(looksLikeUrl) ?? (options && safeGet(options, 'url'));
  if (url === undefined) return;
  const body = options
    ? (safeGet(options, 'data') ?? safeGet(options, 'body'))
    : args.find((arg) => isObject(arg) || (typeof arg === 'string' && arg !== url));
  const usual = /(?:^|\.)(?:post|put|sendBeacon)$/i.test(path) ? 'POST' : 'GET';
  const method = textOf((options && (safeGet(options, 'method') ?? safeGet(options, 'type'))) ?? usual);
  request('library', url, { method, body });
}

const safeGet = (object, key) => {
  try {
    return object[key];
  } catch {
    return undefined;
  }
};

/**
 * What servers answer: valid as JSON and as a script, and marked by its spaces, so that code made of an answer is known
 * to come from the network.
 */
export const answerText = '{} \t  \t ';
/** The same as hidden code would be kept. */
export const hiddenAnswer = 'e30gCSAgCSA=';
export const answerJson = () => Object.setPrototypeOf({}, own.Object.prototype);
export function pageBytes() {
  const bytes = new own.Uint8Array(answerText.length);
  for (let i = 0; i < answerText.length; i++) bytes[i] = answerText.charCodeAt(i);
  return bytes.buffer;
}
