/** What else hangs on a window: sizes, messages, observers, small functions. Sizes are those of a browser without developer tools. */
import {
  defineHidden,
  expose,
  exposeFunction,
  isFunction,
  list,
  own,
  page,
  plain,
  resolved,
  textOf,
} from '../realm.js';
import { record, recordProbe, clip, invoke } from '../record.js';
import { EventTarget, MessageEvent, dispatch } from '../events.js';
import { cancel, later, timer } from '../loop.js';
import { runScript } from '../code.js';
import { request } from '../net/request.js';
import { selection } from './selection.js';
import { elementsUnder, hooks, inner } from '../dom/node.js';

for (const name of ['window', 'self', 'top', 'parent', 'frames']) defineHidden(page, name, page);
Object.defineProperty(page, Symbol.toStringTag, { value: 'Window', configurable: true });
for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'])
  defineHidden(page, name, EventTarget.prototype[name]);
exposeFunction('attachEvent', (type, listener) =>
  page.addEventListener(textOf(type).replace(/^on/, ''), listener),
);

const sizes = { outerWidth: 1536, innerWidth: 1536, outerHeight: 824, innerHeight: 738 };
for (const [name, value] of Object.entries(sizes)) {
  Object.defineProperty(page, name, {
    get: () => {
      if (name.startsWith('outer')) recordProbe('devtools');
      return value;
    },
    set: () => {
      // Resizing from script does nothing in a tab.
    },
    configurable: true,
    enumerable: true,
  });
}
Object.assign(page, {
  ...{
    devicePixelRatio: 1.25,
    screenX: 0,
    screenY: 0,
    screenLeft: 0,
    screenTop: 0,
    pageXOffset: 0,
    pageYOffset: 0,
    scrollX: 0,
  },
  ...{
    scrollY: 0,
    name: '',
    closed: false,
    length: 0,
    status: '',
    opener: null,
    frameElement: null,
    isSecureContext: true,
  },
  origin: 'https://www.shop.example',
  crossOriginIsolated: false,
  screen: plain({
    width: 1536,
    height: 864,
    availWidth: 1536,
    availHeight: 824,
    colorDepth: 24,
    pixelDepth: 24,
    orientation: plain({ type: 'landscape-primary', angle: 0 }),
  }),
  visualViewport: plain({ width: 1536, height: 738, scale: 1 }),
});

exposeFunction('setTimeout', (fn, delay, ...args) => timer(fn, delay, args, false, runScript));
exposeFunction('setInterval', (fn, delay, ...args) => timer(fn, delay, args, true, runScript));
exposeFunction('setImmediate', (fn, ...args) => timer(fn, 0, args, false, runScript));
exposeFunction('requestAnimationFrame', (fn) =>
  later(16, 'timer', () => isFunction(fn) && invoke(fn, page, [1250.5], 'animation')),
);
exposeFunction('requestIdleCallback', (fn) =>
  later(
    20,
    'timer',
    () => isFunction(fn) && invoke(fn, page, [plain({ didTimeout: false, timeRemaining: () => 20 })], 'idle'),
  ),
);
for (const name of [
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
  'cancelAnimationFrame',
  'cancelIdleCallback',
]) {
  exposeFunction(name, (id) => cancel(id));
}
exposeFunction('queueMicrotask', (fn) => void resolved().then(() => invoke(fn, page, [], 'microtask')));

exposeFunction('postMessage', (data, target) => {
  record('message', { target: 'own window', data: clip(describe(data), 4096) });
  void target;
  later(1, 'message', () =>
    dispatch(page, new MessageEvent('message', { data, origin: page.origin, source: page })),
  );
});
export function describe(value) {
  try {
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  } catch {
    return '';
  }
}

for (const name of [
  'alert',
  'focus',
  'blur',
  'scroll',
  'scrollTo',
  'scrollBy',
  'moveTo',
  'resizeTo',
  'print',
  'stop',
  'close',
  'captureEvents',
]) {
  exposeFunction(name, () => undefined);
}
exposeFunction('confirm', () => true);
exposeFunction('prompt', () => '');
exposeFunction('getSelection', () =>
  plain({
    toString: () => selection.text,
    rangeCount: selection.text === '' ? 0 : 1,
    removeAllRanges: () => undefined,
    addRange: () => undefined,
    getRangeAt: () => page.document.createRange(),
  }),
);
exposeFunction('matchMedia', (media) =>
  plain({
    matches: false,
    media: textOf(media),
    addListener: () => undefined,
    addEventListener: () => undefined,
    removeListener: () => undefined,
    removeEventListener: () => undefined,
  }),
);
exposeFunction('structuredClone', (value) => {
  const text = describe(value);
  return text === '' ? undefined : own.JSON.parse(text);
});
exposeFunction('importScripts', (...urls) => urls.forEach((url) => request('script', url)));
exposeFunction('reportError', () => undefined);

const console = plain({});
for (const name of [
  'log',
  'info',
  'warn',
  'error',
  'debug',
  'trace',
  'dir',
  'table',
  'group',
  'groupCollapsed',
  'groupEnd',
  'time',
  'timeEnd',
  'timeLog',
  'assert',
  'count',
  'clear',
  'exception',
  'profile',
  'profileEnd',
  'timeStamp',
]) {
  console[name] = () => undefined;
}
defineHidden(page, 'console', plain(console));

const isFrame = (element) => inner(element).tag === 'iframe';

/** Observers see their target once, later: enough for scripts that wait for a form. */
for (const name of [
  'MutationObserver',
  'IntersectionObserver',
  'ResizeObserver',
  'PerformanceObserver',
  'ReportingObserver',
]) {
  const type = {
    [name]: class {
      #callback;
      constructor(callback) {
        this.#callback = callback;
      }
      observe(target) {
        later(60, 'observer', () => {
          if (!isFunction(this.#callback)) return;
          const entry = plain({
            type: 'childList',
            target,
            isIntersecting: true,
            intersectionRatio: 1,
            addedNodes: list([...hooks.body.childNodes, ...elementsUnder(hooks.checkout).filter(isFrame)]),
            removedNodes: list([]),
            attributeName: null,
            contentRect: plain({ width: 300, height: 40 }),
            boundingClientRect: plain({ top: 0 }),
          });
          const entries = list(name === 'PerformanceObserver' ? [] : [entry]);
          entries.getEntries = () => entries;
          invoke(this.#callback, this, [entries, this], name);
        });
      }
      disconnect() {}
      unobserve() {}
      takeRecords() {
        return list([]);
      }
    },
  }[name];
  expose(type, name);
  if (name === 'MutationObserver') defineHidden(page, 'WebKitMutationObserver', type);
  if (name === 'PerformanceObserver') type.supportedEntryTypes = list([]);
}

class CustomElementRegistry {
  define() {}
  get() {
    return undefined;
  }
  whenDefined() {
    return resolved();
  }
}
expose(CustomElementRegistry);
page.customElements = new CustomElementRegistry();
page.CSS = plain({ supports: () => true, escape: (text) => textOf(text) });
page.chrome = plain({ runtime: plain({}), app: plain({ isInstalled: false }) });
class AbortController {
  constructor() {
    this.signal = new EventTarget();
    this.signal.aborted = false;
  }
  abort() {
    this.signal.aborted = true;
  }
}
expose(AbortController);
