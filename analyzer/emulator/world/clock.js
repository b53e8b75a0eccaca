/** Time and chance, fixed: the same script meets the same moments and the same numbers. */
import { defineHidden, native, nativeMembers, own, page, plain } from './realm.js';
import { elapsed } from './loop.js';

/** A Tuesday morning in spring 2025, when the shop opens. */
const opened = Date.UTC(2025, 4, 13, 9, 41, 7, 250);
const RealDate = own.Date;
const nowMs = () => Math.floor(opened + elapsed());

function WatchedDate(...args) {
  if (new.target === undefined) return new RealDate(nowMs()).toString();
  return Reflect.construct(RealDate, args.length === 0 ? [nowMs()] : args, new.target);
}
WatchedDate.prototype = RealDate.prototype;
native(WatchedDate, 'Date');
Object.defineProperty(WatchedDate, 'length', { value: 7 });
WatchedDate.now = native(nowMs, 'now');
WatchedDate.UTC = RealDate.UTC;
WatchedDate.parse = RealDate.parse;
defineHidden(RealDate.prototype, 'constructor', WatchedDate);
defineHidden(page, 'Date', WatchedDate);

let state = 0x2f6e2b1;
/** xorshift32, 0 <= n < 1. */
export function random() {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}
defineHidden(own.Math, 'random', native(random, 'random'));

const entries = {
  getEntries: () => page.Array(),
  getEntriesByType: () => page.Array(),
  getEntriesByName: () => page.Array(),
};
nativeMembers(entries);
defineHidden(
  page,
  'performance',
  plain({
    now: () => Math.round(elapsed() * 1000) / 1000,
    mark: () => undefined,
    measure: () => undefined,
    clearMarks: () => undefined,
    clearMeasures: () => undefined,
    timeOrigin: opened,
    timing: plain({
      navigationStart: opened,
      domLoading: opened + 120,
      loadEventEnd: opened + 900,
      responseStart: opened + 80,
    }),
    navigation: plain({ type: 0, redirectCount: 0 }),
    memory: plain({ jsHeapSizeLimit: 4294705152, totalJSHeapSize: 22000000, usedJSHeapSize: 18000000 }),
    ...entries,
  }),
);
