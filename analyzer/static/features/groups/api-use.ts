import type { FeatureGroup } from '../feature-group.ts';
import { logScale } from '../scale.ts';

/** Names of the web platform that say what a script is up to; each counts as global, as property, and spelled in a string. */
export const apiNames = [
  ...[
    'fetch',
    'XMLHttpRequest',
    'sendBeacon',
    'WebSocket',
    'EventSource',
    'RTCPeerConnection',
    'Image',
    'open',
  ],
  ...[
    'send',
    'postMessage',
    'importScripts',
    'Worker',
    'SharedWorker',
    'serviceWorker',
    'ajax',
    'post',
    'getJSON',
  ],
  ...[
    'eval',
    'Function',
    'setTimeout',
    'setInterval',
    'execScript',
    'constructor',
    'Reflect',
    'Proxy',
    'apply',
    'call',
  ],
  ...['atob', 'btoa', 'fromCharCode', 'charCodeAt', 'charAt', 'unescape', 'escape', 'decodeURIComponent'],
  ...[
    'encodeURIComponent',
    'parseInt',
    'toString',
    'split',
    'reverse',
    'join',
    'replace',
    'slice',
    'substr',
    'push',
  ],
  ...[
    'shift',
    'stringify',
    'parse',
    'createElement',
    'appendChild',
    'insertBefore',
    'removeChild',
    'setAttribute',
  ],
  ...[
    'getAttribute',
    'innerHTML',
    'outerHTML',
    'insertAdjacentHTML',
    'write',
    'writeln',
    'document',
    'window',
  ],
  ...[
    'getElementById',
    'getElementsByTagName',
    'getElementsByName',
    'getElementsByClassName',
    'querySelector',
  ],
  ...[
    'querySelectorAll',
    'forms',
    'elements',
    'value',
    'val',
    'serialize',
    'serializeArray',
    'FormData',
    'checked',
  ],
  ...[
    'addEventListener',
    'attachEvent',
    'dispatchEvent',
    'onsubmit',
    'onclick',
    'onload',
    'onkeydown',
    'onkeyup',
  ],
  ...['onchange', 'onmessage', 'onerror', 'preventDefault', 'keyCode', 'which', 'key', 'target', 'cookie'],
  ...[
    'localStorage',
    'sessionStorage',
    'indexedDB',
    'getItem',
    'setItem',
    'location',
    'href',
    'src',
    'action',
  ],
  ...[
    'hostname',
    'pathname',
    'hash',
    'search',
    'referrer',
    'userAgent',
    'navigator',
    'screen',
    'history',
    'pushState',
  ],
  ...[
    'top',
    'parent',
    'self',
    'opener',
    'frames',
    'contentWindow',
    'contentDocument',
    'sandbox',
    'srcdoc',
    'clipboard',
  ],
  ...[
    'WebAssembly',
    'instantiate',
    'crypto',
    'subtle',
    'getRandomValues',
    'CryptoJS',
    'JSEncrypt',
    'hardwareConcurrency',
  ],
  ...['ethereum', 'web3', 'solana', 'request', 'eth_sendTransaction', 'eth_requestAccounts', 'personal_sign'],
  ...[
    'ActiveXObject',
    'WScript',
    'plugins',
    'mimeTypes',
    'javaEnabled',
    'fireEvent',
    'CollectGarbage',
    'classid',
  ],
  ...[
    'canvas',
    'getContext',
    'toDataURL',
    'MutationObserver',
    'IntersectionObserver',
    'requestAnimationFrame',
  ],
  ...[
    'performance',
    'Date',
    'getTime',
    'Math',
    'random',
    'Promise',
    'then',
    'async',
    'defer',
    'dataset',
    'style',
  ],
  ...[
    'visibility',
    'display',
    'zIndex',
    'opacity',
    'onbeforeunload',
    'alert',
    'confirm',
    'prompt',
    'console',
  ],
  ...[
    'debugger',
    'jQuery',
    '$',
    'require',
    'define',
    'exports',
    'module',
    'prototype',
    'dataLayer',
    'gtag',
    'ga',
    'fbq',
  ],
] as const;

const places = new Map<string, number>(apiNames.map((name, index) => [name, index]));

/** Event kinds listened to, by their names in strings. */
const eventNames = [
  ...[
    'submit',
    'click',
    'change',
    'blur',
    'input',
    'keydown',
    'keyup',
    'keypress',
    'paste',
    'copy',
    'mousedown',
  ],
  ...[
    'mousemove',
    'scroll',
    'load',
    'DOMContentLoaded',
    'beforeunload',
    'unload',
    'message',
    'hashchange',
    'popstate',
  ],
  ...['visibilitychange', 'error', 'touchstart', 'focus'],
] as const;
const eventPlaces = new Map<string, number>(eventNames.map((name, index) => [name, index]));

/** Which parts of the platform are named, and how often. */
export const apiUse = {
  name: 'api-use',
  version: 1,
  features: [
    ...apiNames.map((name) => `used-${name}`),
    ...eventNames.map((name) => `event-${name}`),
    'distinct-used',
    'distinct-in-strings',
    'in-strings',
  ],
  extract({ vocabulary }) {
    const { texts, globals, properties, strings } = vocabulary;
    const used = new Float64Array(apiNames.length);
    const events = new Float64Array(eventNames.length);
    let distinctUsed = 0;
    let distinctSpelled = 0;
    let spelled = 0;
    for (let id = 0; id < texts.length; id++) {
      const text = texts[id]!;
      if (text.length > 24) continue;
      const place = places.get(text);
      if (place !== undefined) {
        const uses = globals[id]! + properties[id]!;
        // A name spelled in a string is reached through brackets as often as not.
        used[place]! += uses + strings[id]!;
        if (uses > 0) distinctUsed++;
        if (strings[id]! > 0) {
          distinctSpelled++;
          spelled += strings[id]!;
        }
      }
      const event = eventPlaces.get(text);
      if (event !== undefined) events[event]! += strings[id]!;
    }
    return [
      ...Array.from(used, logScale),
      ...Array.from(events, logScale),
      logScale(distinctUsed),
      logScale(distinctSpelled),
      logScale(spelled),
    ];
  },
} satisfies FeatureGroup;
