/** A visit: the page loads, a shopper fills in the form, orders, and leaves. The host calls `step` until it says it is done. */
import { canaryOf } from './fields.js';
import { defineHidden, isFunction, page, plain } from './realm.js';
import { clip, enterPhase, invoke } from './record.js';
import { elapsed, later, pending, runNext, skipTo } from './loop.js';
import * as events from './events.js';
import { tree } from './reading.js';
import { elementsUnder, hooks, inner } from './dom/node.js';
import { currentValue, fillIn, submitForm } from './dom/controls.js';
import { copiesOtherwise, copyAddresses } from './page/selection.js';
import { sendThroughWorker } from './page/service-worker.js';
import { changedBuiltIns, noteHooks, payAgain, useAsShop } from './tamper.js';

const { fire, hasHandlers } = events;
const limits = { fields: 24, typedFields: 2, buttons: 6, leftovers: 60 };

const simple =
  (target, type, Kind = events.Event, init = undefined) =>
  () =>
    void fire(target(), type, () => new Kind(type, init));
const document = () => hooks.document;
const window = () => page;

function fields() {
  return elementsUnder(hooks.body)
    .filter((element) => tree.field(element) !== null)
    .slice(0, limits.fields);
}

/** Types into a field: key by key where someone listens to keys, at once otherwise. */
function typeInto(element, inFull) {
  if (currentValue(element) === '') fillIn(element);
  const send = (type, Kind) => fire(element, type, () => new Kind(type));
  send('focus', events.FocusEvent);
  send('focusin', events.FocusEvent);
  const text = canaryOf(tree.field(element)?.kind ?? 'text');
  const listens = ['keydown', 'keypress', 'keyup', 'beforeinput', 'input'].filter((type) =>
    hasHandlers(element, type),
  );
  const characters = listens.length === 0 ? 0 : inFull ? text.length : 1;
  for (let i = 0; i < characters; i++) {
    for (const type of listens) {
      const Kind = type.startsWith('key') ? events.KeyboardEvent : events.InputEvent;
      fire(element, type, () => {
        const event = new Kind(type, { bubbles: true, data: text[i], inputType: 'insertText' });
        if (Kind === events.KeyboardEvent) events.typeKey(event, text[i]);
        return event;
      });
    }
  }
  const pasted = { clipboardData: { getData: () => canaryOf('text') } };
  fire(element, 'paste', () => new events.ClipboardEvent('paste', pasted));
  send('change', events.Event);
  send('focusout', events.FocusEvent);
  send('blur', events.FocusEvent);
}

let rounds = 0;
/** Twice in a visit: some scripts begin to listen only when a button is pressed. */
function fillForms() {
  events.noteHandlers([hooks.document, ...elementsUnder(hooks.document)]);
  const found = fields();
  // The card comes first: budgets may run out before the last field.
  const all = [...found.filter(isCard), ...found.filter((element) => !isCard(element))];
  rounds += 1;
  const first = rounds === 1;
  all.forEach((element, index) =>
    later(index, 'typing', () => typeInto(element, first && index < limits.typedFields)),
  );
}
const isCard = (element) => tree.field(element).kind.startsWith('card');

/** What a pointer does on its way to a press, and the press itself. */
const hovering = ['pointerover', 'pointerenter', 'mouseover', 'mouseenter', 'pointermove', 'mousemove'];
const pressing = ['pointerdown', 'mousedown', 'touchstart', 'pointerup', 'mouseup', 'touchend', 'click'];

function pressButtons() {
  events.noteHandlers([hooks.document, ...elementsUnder(hooks.document)]);
  const buttons = elementsUnder(hooks.body).filter(
    (element) =>
      inner(element).tag === 'button' ||
      /^(submit|button|image)$/.test(element.type ?? '') ||
      (inner(element).tag === 'a' && hasHandlers(element, 'click')),
  );
  const others = elementsUnder(hooks.body).filter(
    (element) => !buttons.includes(element) && inner(element).invented && tree.field(element) === null,
  );
  [...buttons, ...others].slice(-limits.buttons).forEach((element, index) =>
    later(index, 'press', () => {
      for (const type of [...hovering, ...pressing])
        fire(element, type, () => new events.MouseEvent(type, { button: 0, clientX: 200, clientY: 260 }));
    }),
  );
}

function submitForms() {
  events.noteHandlers([hooks.document, ...elementsUnder(hooks.document)]);
  for (const form of elementsUnder(hooks.body)
    .filter((element) => inner(element).tag === 'form')
    .slice(0, 8)) {
    later(1, 'submit', () => {
      fire(form, 'submit', () => new events.SubmitEvent('submit'));
      submitForm(form, 'shopper');
    });
  }
}

/** Listeners that nothing above reached: events by names of the script's own. */
function leftovers() {
  const missed = events.registrations.filter((entry) => entry.calls === 0).slice(0, limits.leftovers);
  for (const entry of missed) {
    later(1, `event:${clip(entry.type, 40)}`, () => {
      if (entry.calls > 0) return;
      entry.calls += 1;
      const event = new events.CustomEvent(entry.type, { detail: page.Object(), target: entry.target });
      const fn = isFunction(entry.listener) ? entry.listener : entry.listener.handleEvent;
      invoke(fn, entry.target, [event], `leftover ${entry.type}`);
    });
  }
}

function becomes(state) {
  return () => {
    hooks.readyState = state;
    if (state !== 'loading') hooks.currentScript = null;
    fire(hooks.document, 'readystatechange', () => new events.Event('readystatechange'));
  };
}
const message = (data) => () =>
  fire(
    page,
    'message',
    () =>
      new events.MessageEvent('message', { data: data(), origin: 'https://www.shop.example', source: page }),
  );
/** What the frame of a payment service tells its page. */
const paid = () =>
  plain({ event: 'payment', card: plain({ number: canaryOf('card-number'), cvc: canaryOf('card-cvv') }) });
function hide() {
  for (const [name, value] of [
    ['visibilityState', 'hidden'],
    ['hidden', true],
  ])
    defineHidden(hooks.document, name, value);
  fire(hooks.document, 'visibilitychange', () => new events.Event('visibilitychange'));
}

const heard = [
  ...['readystatechange', 'DOMContentLoaded', 'load', 'pageshow', 'mousemove', 'scroll', 'resize', 'focus'],
  ...[
    'focusin',
    'keydown',
    'keypress',
    'keyup',
    'beforeinput',
    'input',
    'paste',
    'change',
    'focusout',
    'blur',
  ],
  ...[...hovering, ...pressing, 'submit', 'message', 'fetch', 'copy'],
  ...[
    'hashchange',
    'popstate',
    'storage',
    'visibilitychange',
    'mouseleave',
    'pagehide',
    'beforeunload',
    'unload',
  ],
];

/** Ends the visit where nothing that could still come would reach the script: most scripts wait for nothing. */
function rest(loaded) {
  if (pending() > 0 || changedBuiltIns().length > 0 || copiesOtherwise()) return false;
  const elements = elementsUnder(hooks.document);
  if (elements.some((element) => inner(element).actionByScript === true)) return false;
  return events.nobodyListens(heard, [page, hooks.document, ...elements], loaded);
}
const restAtOnce = () => rest(false);
const restWhenLoaded = () => rest(true);

/** What happens, in order; a number is time that passes, in milliseconds since the start, with its timers. */
const visit = [
  ...[
    restAtOnce,
    50,
    becomes('interactive'),
    simple(document, 'DOMContentLoaded'),
    simple(window, 'DOMContentLoaded'),
    400,
  ],
  ...[
    becomes('complete'),
    simple(window, 'load'),
    simple(window, 'pageshow', events.PageTransitionEvent),
    3_000,
    sendThroughWorker,
    restWhenLoaded,
  ],
  ...[
    simple(document, 'mousemove', events.MouseEvent),
    simple(document, 'scroll'),
    simple(window, 'resize'),
    fillForms,
    8_000,
  ],
  ...[
    useAsShop,
    pressButtons,
    12_000,
    payAgain,
    restWhenLoaded,
    fillForms,
    13_000,
    pressButtons,
    14_000,
    submitForms,
    16_000,
    payAgain,
    message(() => '{}'),
    message(paid),
    simple(window, 'hashchange', events.HashChangeEvent),
  ],
  ...[
    simple(window, 'popstate'),
    simple(window, 'storage', events.StorageEvent),
    30_000,
    copyAddresses,
    leftovers,
    40_000,
    hide,
  ],
  ...[
    simple(document, 'mouseleave', events.MouseEvent),
    simple(window, 'pagehide'),
    simple(window, 'beforeunload'),
    simple(window, 'unload'),
    90_000,
  ],
];
let at = 0;
/** Times count from when the script had run: some busy themselves for seconds first. */
let began = null;

/** Runs one task. False when the visit is over; null when only promises could still go on. */
export function step() {
  const next = visit[at];
  if (next === undefined) return false;
  began ??= elapsed();
  if (typeof next === 'number') {
    if (pending() > 0 && runNext(began + next)) return true;
    skipTo(began + next);
    at += 1;
    return true;
  }
  if (next === restAtOnce || next === restWhenLoaded) {
    if (next()) return null;
    at += 1;
    return true;
  }
  at += 1;
  enterPhase('visit');
  next();
  return true;
}

/** Once the script itself has run: what of the page's built-ins it replaced. */
export function afterMain() {
  noteHooks();
  return elapsed();
}
