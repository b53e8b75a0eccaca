/** Worker, WebAssembly and wallets: recorded as behaviour; nothing of them runs. */
import { config } from '../config.js';
import { defineHidden, exposeAccessor, expose, list, own, page, plain, resolved, textOf } from '../realm.js';
import { EventTarget } from '../events.js';
import { clip, record, recordCode, recordOnce } from '../record.js';
import { decoy } from '../decoy.js';
import { bodyText } from '../net/body.js';
import { request } from '../net/request.js';
import { blobOf } from '../url.js';

class Worker extends EventTarget {
  constructor(url) {
    super();
    const text = textOf(url);
    record('worker', { type: 'dedicated', url: clip(text, 4096) });
    if (text.startsWith('blob:')) recordCode('worker', bodyText(blobOf(text) ?? ''));
    else request('worker', text);
  }
  postMessage(data) {
    record('message', { target: 'worker', data: clip(bodyText(data), 4096) });
  }
  terminate() {}
}
class SharedWorker extends Worker {
  get port() {
    return this;
  }
  start() {}
}
expose(Worker);
expose(SharedWorker);

const wasm = (op) => (source) => {
  record('wasm', { op, bytes: source?.byteLength ?? 0 });
  return resolved(
    plain({ module: decoy('wasm.module'), instance: plain({ exports: decoy('wasm.exports') }) }),
  );
};
const WebAssembly = plain({
  instantiate: wasm('instantiate'),
  instantiateStreaming: wasm('instantiate'),
  compile: wasm('compile'),
  compileStreaming: wasm('compile'),
  validate: () => true,
});
class Module {
  constructor(source) {
    record('wasm', { op: 'compile', bytes: source?.byteLength ?? 0 });
  }
}
class Instance {
  constructor() {
    record('wasm', { op: 'instantiate', bytes: 0 });
    this.exports = decoy('wasm.exports');
  }
}
class Memory {
  constructor() {
    this.buffer = new own.ArrayBuffer(65_536);
  }
  grow() {
    return 1;
  }
}
class Table {
  get() {
    return null;
  }
  set() {}
}
Object.assign(WebAssembly, { Module, Instance, Memory, Table });
defineHidden(page, 'WebAssembly', WebAssembly);

/** A wallet as browser extensions inject it: asking for accounts succeeds, sending is recorded. */
class EthereumProvider extends EventTarget {
  isMetaMask = true;
  chainId = '0x1';
  networkVersion = '1';
  get selectedAddress() {
    return config.canaries.wallet;
  }
  request(call) {
    const method = textOf(call?.method ?? call);
    record('wallet', { method: clip(method, 100), params: clip(bodyText(call?.params ?? ''), 4096) });
    if (/accounts/i.test(method)) return resolved(list([config.canaries.wallet]));
    if (/balance/i.test(method)) return resolved('0x4563918244f40000');
    return resolved(/chainId/i.test(method) ? '0x1' : `0x${'ab'.repeat(32)}`);
  }
  enable() {
    return this.request({ method: 'eth_requestAccounts' });
  }
  send(method, params) {
    return this.request(typeof method === 'string' ? { method, params } : method);
  }
  sendAsync(call, done) {
    void this.request(call).then((result) => done(null, plain({ result })));
  }
  on() {
    return this;
  }
  removeListener() {
    return this;
  }
  isConnected() {
    return true;
  }
}
expose(EthereumProvider);
let provider = new EthereumProvider();
exposeAccessor(
  'ethereum',
  () => {
    recordOnce('wallet access', 'wallet', { method: 'access' });
    return provider;
  },
  (value) => (provider = value),
);
