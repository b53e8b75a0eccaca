/** XMLHttpRequest. */
import { expose, textOf } from '../realm.js';
import { Event, EventTarget, dispatch } from '../events.js';
import { later } from '../loop.js';
import { answerJson, answerText, pageBytes, request } from './request.js';

const opened = new WeakMap();

export class XMLHttpRequest extends EventTarget {
  constructor() {
    super();
    this.readyState = 0;
    this.status = 0;
    this.statusText = '';
    this.responseText = '';
    this.response = '';
    this.responseType = '';
    this.responseURL = '';
    this.responseXML = null;
    this.timeout = 0;
    this.withCredentials = false;
    this.upload = new EventTarget();
  }
  open(method, url, isAsync) {
    opened.set(this, { method: textOf(method), url, headers: [], waits: isAsync !== false });
    this.readyState = 1;
  }
  setRequestHeader(name, value) {
    opened.get(this)?.headers.push(`${textOf(name)}: ${textOf(value)}`);
  }
  send(body) {
    const state = opened.get(this) ?? { method: 'GET', url: '', headers: [], waits: true };
    const headers = state.headers.length > 0 ? state.headers.join('\n') : undefined;
    this.responseURL = request('xhr', state.url, { method: state.method, body, headers });
    if (!state.waits) this.#fill();
    later(40, 'response', () => {
      this.#fill();
      for (const type of ['readystatechange', 'progress', 'load', 'loadend']) dispatch(this, new Event(type));
    });
  }
  #fill() {
    this.readyState = 4;
    this.status = 200;
    this.statusText = 'OK';
    if (this.responseType === '' || this.responseType === 'text') this.responseText = answerText;
    this.response =
      this.responseType === 'json'
        ? answerJson()
        : /buffer|blob/.test(this.responseType)
          ? pageBytes()
          : answerText;
  }
  abort() {}
  overrideMimeType() {}
  getResponseHeader(name) {
    return /content-type/i.test(textOf(name)) ? 'application/json' : null;
  }
  getAllResponseHeaders() {
    return 'content-type: application/json\r\n';
  }
}
for (const [name, value] of Object.entries({
  UNSENT: 0,
  OPENED: 1,
  HEADERS_RECEIVED: 2,
  LOADING: 3,
  DONE: 4,
})) {
  Object.defineProperty(XMLHttpRequest, name, { value });
  Object.defineProperty(XMLHttpRequest.prototype, name, { value });
}
expose(XMLHttpRequest);
