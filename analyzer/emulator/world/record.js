/** Writes down what a script does. Events leave the sandbox as JSON, one at a time, so that nothing inside can change them. */
import { host, textOf } from './realm.js';

const limits = { event: 4000, text: 16_384, code: 262_144 };
let count = 0;
let phase = 'main';
let seen = new Set();

export const currentPhase = () => phase;

/** Starts a task: repeated reads count again, since order between reads and requests matters. */
export function enterPhase(name) {
  phase = name;
  seen = new Set();
}

export const clip = (value, max = limits.text) => {
  const text = textOf(value);
  return text.length > max ? text.slice(0, max) : text;
};

/** Important events are still taken when the common ones have used up their room. */
const important = new Set(['request', 'code', 'wallet', 'worker', 'wasm', 'message', 'hook']);

export function record(kind, fields) {
  if (count >= limits.event * (important.has(kind) ? 2 : 1)) return;
  count += 1;
  host.emit(JSON.stringify({ kind, phase, ...fields }));
}

/** Records an event the first time its key is seen in this task. */
export function recordOnce(key, kind, fields) {
  if (seen.has(key)) return;
  seen.add(key);
  record(kind, fields);
}

/** Code made at run time; the same piece is recorded three times at most. */
const pieces = new Map();
export function recordCode(via, code) {
  const text = textOf(code);
  const times = (pieces.get(text) ?? 0) + 1;
  if (pieces.size < 2000) pieces.set(text, times);
  if (times <= 3) record('code', { via, text: clip(text, limits.code), length: text.length });
}

/** Checks of the surroundings that scripts hide behind: page address, referrer, developer tools, language. */
export const recordProbe = (what) => recordOnce(`probe ${what}`, 'probe', { what });

export function recordError(error, where) {
  let message;
  try {
    message = `${error?.name ?? 'Error'}: ${error?.message ?? error}`;
  } catch {
    message = 'an error that cannot be read';
  }
  record('error', { where, message: clip(message, 200) });
}

/** Runs page code; what it throws is an event. */
export function invoke(fn, self, args, where) {
  try {
    return Reflect.apply(fn, self, args);
  } catch (error) {
    recordError(error, where);
    return undefined;
  }
}
