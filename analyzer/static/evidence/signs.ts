import type { AnyNode } from 'acorn';
import type { Severity } from '../../../core/schema/index.ts';
import { argumentAt, isCall, propertyOf, unwrap } from '../ast.ts';
import { callbackUse } from '../flow/callbacks.ts';
import { functionAround } from '../flow/calls.ts';
import type { Code } from '../flow/code.ts';
import type { Flow, FlowFacts } from '../flow/index.ts';
import { isReadable } from '../flow/readable.ts';
import { givenTo } from '../flow/addresses.ts';
import { resolved } from '../flow/sinks.ts';
import { hiding } from '../flow/transforms.ts';
import { everyField, topicOfField } from '../flow/selectors.ts';
import { formEvents, keyEvents } from '../flow/things.ts';
import { gateOf } from './checkout.ts';
import { imitated } from './lookalike.ts';

/** Why a flow looks secret. A payment SDK that posts JSON to its own host shows none or one of them. */
export const signMeanings = {
  encoded: 'the data is encoded or encrypted first',
  'odd-channel': 'it leaves through something that is not made for sending data',
  'hidden-address': 'the address is not readable in the source',
  'disguised-address': 'the address pretends to be a picture, style or font',
  'imitated-host': 'the host imitates a known service',
  'every-input': 'every input is taken, whatever it holds',
  keys: 'single key presses are taken',
  gated: 'it acts on checkout pages only',
  blind: 'no answer is awaited',
  'no-cors': 'the answer is declared unreadable',
  'own-listener': "it hooks the page's own form by itself",
  polling: 'fields are read again and again on a timer',
  'names-cards': 'it looks for card fields among them',
  'many-shops': 'it looks for the card fields of many shop systems',
} as const;

export type Sign = keyof typeof signMeanings;

const oddChannels = new Set([
  'image',
  'script',
  'link',
  'css',
  'iframe',
  'websocket',
  'rtc',
  'dns-prefetch',
  'eventsource',
  'object',
  'worker',
  'import',
]);

/** Ways out that pictures, styles and fonts honestly use. */
const showsFiles = new Set(['image', 'link', 'css', 'dns-prefetch', 'object']);

/** Signs of secrecy in one flow, in the order of `signMeanings`. */
export function signsOf(facts: FlowFacts, flow: Flow): Sign[] {
  const { code } = facts;
  const fields = new Set(flow.sources.flatMap((source) => source.fields));
  const found: Partial<Record<Sign, boolean>> = {
    encoded: isHidingWhat(flow),
    'odd-channel': oddChannels.has(flow.sink.name) && !isAnswered(code, flow),
    'hidden-address': flow.hosts.some((host) => !isReadable(code.text, host)),
    'disguised-address':
      !showsFiles.has(flow.sink.name) && flow.sink.addresses.some((address) => isDisguised(code, address)),
    'imitated-host': flow.hosts.some((host) => imitated(host) !== null),
    'every-input': fields.has(everyField) && flow.sources.some((source) => source.kind !== 'keys'),
    keys: flow.sources.some((source) => source.kind === 'keys'),
    gated: gateOf(facts) !== null,
    blind: isBlind(code, flow),
    'no-cors': isNoCors(code, flow),
    'own-listener': eventOfFlow(code, flow) !== null,
    polling: flow.sources.some((source) => isPolled(code, source.node)),
    'names-cards': namesCards(facts, flow),
    'many-shops': manyShops(facts),
  };
  return (Object.keys(signMeanings) as Sign[]).filter((sign) => found[sign] === true);
}

/** What nobody does who has nothing to hide. */
export const secret: ReadonlySet<Sign> = new Set(['hidden-address', 'imitated-host', 'disguised-address']);

/** Strong signs count two: they have no honest use with card data. */
export const strong: ReadonlySet<Sign> = new Set<Sign>([
  'hidden-address',
  'imitated-host',
  'disguised-address',
  'many-shops',
  'names-cards',
  'gated',
]);

export function weightOf(signs: readonly Sign[]): number {
  return signs.reduce((sum, sign) => sum + (strong.has(sign) ? 2 : 1), 0);
}

/** Grades a flow by its signs. */
export function graded(weight: number, steps: readonly [number, Severity][], floor: Severity): Severity {
  for (const [least, severity] of steps) if (weight >= least) return severity;
  return floor;
}

/** Text is made into bytes for a digest, and that hides nothing that could be got back. */
function isHidingWhat({ transforms }: Flow): boolean {
  const hides = transforms.filter((name) => hiding.has(name));
  return hides.length > 0 && !(transforms.includes('hash') && hides.every((name) => name === 'encode'));
}

/**
 * A script whose address names the function that takes its answer: how pages asked other hosts before they could. Nobody asks so
 * about a card, or a whole form.
 */
function isAnswered(code: Code, { sink, sources }: Flow): boolean {
  return (
    sink.name === 'script' &&
    !sources.some(({ topic }) => topic === 'payment' || topic === 'every') &&
    sink.addresses.some((address) =>
      /[?&](?:callback|jsonp|json_?callback)=|['"]callback['"]/i.test(
        code.text.slice(address.start, address.end),
      ),
    )
  );
}

function isDisguised(code: Code, address: AnyNode): boolean {
  const text = code.folder.text(address);
  return (
    text !== null &&
    /\.(?:gif|png|jpe?g|webp|css|woff2?|ico|svg|ttf)(?:[?#]|$)/i.test(text) &&
    text.length < 2000
  );
}

/** `fetch(…)` as a statement of its own, or a way out that has no answer. */
function isBlind(code: Code, flow: Flow): boolean {
  const { node, name } = flow.sink;
  if (name === 'beacon' || name === 'image' || name === 'link') return true;
  if (name === 'script') return !isAnswered(code, flow);
  if (name === 'form') return isElsewhere(code, node);
  if (name !== 'fetch' || !isCall(node)) return false;
  const parent = code.parentOf(node);
  return (
    parent?.type === 'ExpressionStatement' ||
    (parent?.type === 'UnaryExpression' && parent.operator === 'void')
  );
}

/** A form of the script's own whose answer goes to a frame or window of its own, and not to the visitor. */
function isElsewhere(code: Code, node: AnyNode): boolean {
  const callee = isCall(node) ? unwrap(node.callee) : null;
  return (
    callee?.type === 'MemberExpression' &&
    givenTo(code, unwrap(callee.object), 'target').some(
      (target) => !/^_(?:self|top|parent|blank)$/.test(code.folder.fullText(target) ?? ''),
    )
  );
}

/** `mode: 'no-cors'`: the script may send, and never reads what comes back. */
function isNoCors(code: Code, { sink: { name, node } }: Flow): boolean {
  if (name !== 'fetch' || !isCall(node)) return false;
  const mode = propertyOf(resolved(code, argumentAt(node, 1)), 'mode');
  return mode !== null && code.folder.fullText(mode) === 'no-cors';
}

/** The form event on which data is read or sent; null when it is not seen to be one. */
export function eventOfFlow(code: Code, flow: Flow): string | null {
  for (const { node } of [...flow.sources.slice(0, 8), flow.sink]) {
    const event = eventOf(code, node);
    if (event !== null) return event;
  }
  return null;
}

/** The form event of the listener in which a node stands; null outside of listeners. */
function eventOf(code: Code, node: AnyNode): string | null {
  let made = functionAround(code, node);
  for (let depth = 0; made && depth < 4; depth++) {
    const use = callbackUse(code, made);
    if (use?.kind === 'listener') {
      const event = use.event.split(/[\s.]/)[0] ?? '';
      return formEvents.test(event) || keyEvents.test(event) ? event : null;
    }
    made = functionAround(code, made);
  }
  return null;
}

function isPolled(code: Code, node: AnyNode): boolean {
  let made = functionAround(code, node);
  for (let depth = 0; made && depth < 4; depth++) {
    const use = callbackUse(code, made);
    if (use && isCall(use.call) && /(?:^|\.)setInterval$/.test(code.pathOf(use.call.callee) ?? ''))
      return true;
    made = functionAround(code, made);
  }
  return false;
}

/** Everything is taken, and the script knows what cards are called. */
function namesCards({ behaviour }: FlowFacts, flow: Flow): boolean {
  const topics = new Set(flow.sources.map((source) => source.topic));
  return (
    topics.has('every') &&
    !topics.has('payment') &&
    behaviour.fields.some((field) => topicOfField(field) === 'payment')
  );
}

/** Alternatives for the same thing, such as `cc_number` of one shop system and `card-number` of another. */
function manyShops({ behaviour }: FlowFacts): boolean {
  const numbers = behaviour.fields.filter((field) =>
    /(?:card|cc)[\W_]*(?:number|num|no)|numero_?cartao/i.test(field),
  );
  return numbers.length >= 3;
}
