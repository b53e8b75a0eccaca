/** navigator: a common desktop browser, driven by nobody. */
import { config } from '../config.js';
import {
  defineHidden,
  expose,
  list,
  native,
  nativeMembers,
  own,
  page,
  plain,
  rejected,
  resolved,
  textOf,
} from '../realm.js';
import { clip, record, recordOnce, recordProbe } from '../record.js';
import { canaryOf } from '../fields.js';
import { EventTarget } from '../events.js';
import { bodyText } from '../net/body.js';
import { request } from '../net/request.js';
import { noteWriteText, selection } from './selection.js';

class Navigator {
  sendBeacon(url, data) {
    request('beacon', url, { method: 'POST', body: data });
    return true;
  }
  get userAgent() {
    recordProbe('user-agent');
    return config.userAgent;
  }
  get appVersion() {
    recordProbe('user-agent');
    return config.userAgent.slice(8);
  }
  get language() {
    recordProbe('language');
    return config.language;
  }
  get languages() {
    recordProbe('language');
    return list([config.language, config.language.slice(0, 2)]);
  }
  get webdriver() {
    recordProbe('webdriver');
    return false;
  }
  javaEnabled() {
    return false;
  }
  vibrate() {
    return true;
  }
  getBattery() {
    return resolved(
      plain({
        level: 0.87,
        charging: true,
        chargingTime: 0,
        dischargingTime: Infinity,
        addEventListener: () => undefined,
      }),
    );
  }
  share() {
    return resolved();
  }
  requestMediaKeySystemAccess() {
    return rejected('not supported');
  }
}
expose(Navigator);

const clipboard = plain({
  writeText(text) {
    const selected = selection.text;
    record('clipboard', {
      text: clip(text, 8192),
      ...(selected === '' ? { op: 'write' } : { op: 'replace', selected }),
    });
    return resolved();
  },
  readText() {
    recordOnce('read clipboard', 'read', { field: 'clipboard', name: 'clipboard', via: 'clipboard' });
    return resolved(canaryOf('text'));
  },
  write: (items) => {
    record('clipboard', { op: 'write', text: clip(bodyText(items), 8192) });
    return resolved();
  },
  read: () => resolved(own.Array()),
});

const registration = () =>
  plain({
    scope: '/',
    active: null,
    update: () => resolved(),
    unregister: () => resolved(true),
    pushManager: plain({ subscribe: () => rejected('denied'), getSubscription: () => resolved(null) }),
  });
const serviceWorker = Object.assign(new EventTarget(), {
  controller: null,
  register: native((url) => {
    record('worker', { type: 'service', url: textOf(url) });
    request('worker', url);
    return resolved(registration());
  }, 'register'),
  getRegistrations: native(() => resolved(own.Array()), 'getRegistrations'),
  ready: resolved(registration()),
});

const plugin = plain({
  name: 'PDF Viewer',
  filename: 'internal-pdf-viewer',
  description: 'Portable Document Format',
});
const navigator = new Navigator();
Object.assign(navigator, {
  ...{
    platform: 'Win32',
    vendor: 'Google Inc.',
    product: 'Gecko',
    productSub: '20030107',
    appName: 'Netscape',
    appCodeName: 'Mozilla',
  },
  ...{
    cookieEnabled: true,
    onLine: true,
    hardwareConcurrency: 8,
    deviceMemory: 8,
    maxTouchPoints: 0,
    doNotTrack: null,
    vendorSub: '',
  },
  oscpu: undefined,
  plugins: list([plugin, plugin, plugin]),
  mimeTypes: list([plain({ type: 'application/pdf' })]),
  clipboard,
  serviceWorker,
  connection: plain({
    effectiveType: '4g',
    rtt: 50,
    downlink: 10,
    saveData: false,
    addEventListener: () => undefined,
  }),
  permissions: plain({
    query: () => resolved(plain({ state: 'prompt', addEventListener: () => undefined })),
  }),
  geolocation: plain({ getCurrentPosition: () => undefined, watchPosition: () => 1 }),
  mediaDevices: plain({
    enumerateDevices: () => resolved(own.Array()),
    getUserMedia: () => rejected('denied'),
  }),
  credentials: plain({
    get: () => resolved(null),
    store: () => resolved(),
    create: () => rejected('denied'),
  }),
  storage: plain({
    estimate: () => resolved(plain({ quota: 1e11, usage: 1e6 })),
    persist: () => resolved(true),
  }),
  userAgentData: plain({
    brands: list([
      plain({ brand: 'Chromium', version: '139' }),
      plain({ brand: 'Google Chrome', version: '139' }),
    ]),
    mobile: false,
    platform: 'Windows',
    getHighEntropyValues: () =>
      resolved(plain({ platform: 'Windows', platformVersion: '15.0.0', architecture: 'x86', model: '' })),
  }),
});
nativeMembers(clipboard);
noteWriteText(clipboard.writeText);
defineHidden(page, 'navigator', navigator);
defineHidden(page, 'clientInformation', navigator);
