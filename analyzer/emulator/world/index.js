/** Builds the decoy world. The order matters: the border first, the page's scope last. */
import { page } from './realm.js';
import { config, configure } from './config.js';
import './url.js';
import './code.js';
import './events.js';
import './clock.js';
import './patterns.js';
import './net/body.js';
import './net/fetch.js';
import './net/xhr.js';
import './net/sockets.js';
import './dom/node.js';
import './dom/element.js';
import './dom/controls.js';
import './dom/loading.js';
import './dom/elements.js';
import './dom/document.js';
import { openPage, readdress, renameFields } from './dom/checkout.js';
import { bindFrameworks } from './dom/frameworks.js';
import { openFrame } from './dom/payment-frames.js';
import './page/location.js';
import './page/window.js';
import './page/navigator.js';
import './page/storage.js';
import './page/encoding.js';
import './page/crypto.js';
import './page/workers.js';
import './page/jquery/index.js';
import './page/prototype-js.js';
import { keepOwnNames } from './payment-sdks.js';
import { installScope, lendExports } from './scope.js';
import { makeMarkupFit } from './lenient-match.js';
import { makeWilling } from './willing.js';
import { afterMain, step } from './drive.js';
import { recordError } from './record.js';

openPage();
installScope();
keepOwnNames();

/** Prototypes of this realm, frozen: a script that gets hold of one of our objects cannot change how the world works. */
for (const name of [
  'Object',
  'Function',
  'Array',
  'String',
  'Number',
  'Boolean',
  'Map',
  'Set',
  'WeakMap',
  'RegExp',
  'Promise',
  'Error',
  'TypeError',
  'Symbol',
  'Date',
]) {
  Object.freeze(globalThis[name].prototype);
  Object.freeze(globalThis[name]);
}
for (const object of [Math, JSON, Reflect]) Object.freeze(object);

/** Fills the gaps in memory, so that what scripts build lies together behind the world (memory-strings.ts). */
const fillers = [];
for (let length = 0; length < 320; length += 8)
  for (let i = 0; i < 60; i++) fillers.push('-'.repeat(length + (i % 8)));

globalThis.world = {
  fillers,
  configure(json) {
    configure(JSON.parse(json));
    if (config.willing) makeWilling();
    if (config.lenient) makeMarkupFit();
    readdress();
    renameFields();
    openFrame();
    bindFrameworks();
  },
  step,
  afterMain() {
    if (config.lenient) lendExports();
    return afterMain();
  },
  mainFailed: (error) => recordError(error, 'script'),
};
void page;
