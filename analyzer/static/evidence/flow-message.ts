import type { AnyNode } from 'acorn';
import type { Flow, FlowFacts, Source } from '../flow/index.ts';
import type { SinkName } from '../flow/types.ts';
import { everyField, topicOfField } from '../flow/selectors.ts';
import { excerpt } from './rule.ts';
import { eventOfFlow, signMeanings, type Sign } from './signs.ts';

const channels: Record<SinkName, string> = {
  beacon: 'by a beacon',
  css: 'in a style',
  'dns-prefetch': 'by a DNS look-up',
  eventsource: 'over an event stream',
  fetch: 'over fetch',
  form: 'by a form',
  iframe: 'in the address of a frame',
  image: 'in the address of an image',
  import: 'in the address of a module',
  'jquery-ajax': "over jQuery's ajax",
  link: 'in the address of a link element',
  navigation: 'by leaving the page',
  object: 'in the address of an embedded object',
  'post-message': 'by a message to another frame',
  rtc: 'over a WebRTC channel',
  script: 'in the address of a script',
  websocket: 'over a WebSocket',
  'window-open': 'in the address of a new window',
  worker: 'through a worker',
  xhr: 'over XMLHttpRequest',
};

/** Forms that data takes on its way. */
const forms: Record<string, string> = {
  base64: 'base64',
  'char-codes': 'character codes',
  hex: 'hexadecimal',
  json: 'JSON',
};
/** What is done to it. */
const deeds: Record<string, string> = {
  encode: 'encoded',
  encrypt: 'encrypted',
  hash: 'hashed',
  reverse: 'reversed',
  url: 'URL-encoded',
};

/** Fields of a flow, card fields first, each once. */
export function fieldsOfFlow(flow: Flow): string[] {
  const fields = [...new Set(flow.sources.flatMap((source) => source.fields))];
  const rank = (field: string): number =>
    ['payment', 'every', 'personal', 'other'].indexOf(topicOfField(field));
  return fields.sort((left, right) => rank(left) - rank(right));
}

/** What is read, and the word that stands for it later in the sentence. */
export interface Told {
  readonly words: string;
  readonly pronoun: 'it' | 'them';
}

/** Fields as a message tells them. */
export function toldFields(fields: readonly string[]): Told {
  const isOne = fields.length < 2 || fields[0] === everyField;
  return { words: fieldList(fields), pronoun: isOne ? 'it' : 'them' };
}

/** `Reads #cc-number and #cvc on submit and sends them to x.example over fetch, as base64, encrypted; …` */
export function flowMessage(facts: FlowFacts, flow: Flow, what: Told, signs: readonly Sign[] = []): string {
  const event = eventOfFlow(facts.code, flow);
  const { name } = flow.sink;
  const to =
    flow.hosts.length > 0 ? `to ${flow.hosts.slice(0, 3).join(', ')}` : 'to an address made at run time';
  return [
    `Reads ${what.words}${event ? ` on ${event}` : ''} and sends ${what.pronoun} ${to}`,
    name === 'storage' ? '' : ` ${channels[name]}`,
    transformsInWords(flow.transforms),
    signs.length > 0 ? `; ${signs.map((sign) => signMeanings[sign]).join('; ')}` : '',
  ].join('');
}

/** `, as base64 and JSON, encrypted`: forms first, then what else is done. */
function transformsInWords(transforms: readonly string[]): string {
  const inForm = transforms.flatMap((name) => forms[name] ?? []);
  const done = transforms.flatMap((name) => deeds[name] ?? []);
  return [
    inForm.length > 0 ? `, as ${inForm.join(' and ')}` : '',
    done.length > 0 ? `, ${done.join(' and ')}` : '',
  ].join('');
}

/** Up to three fields by name, the rest counted. */
function fieldList(fields: readonly string[]): string {
  if (fields.length === 0) return 'a field';
  if (fields[0] === everyField) return 'every input of the page';
  const shown = fields.slice(0, 3).map((field) => `\`${field}\``);
  const last = fields.length > 3 ? `${fields.length - 3} more` : shown.pop()!;
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

/** The way of the data, one line a step. */
export function flowSteps(facts: FlowFacts, flow: Flow): (readonly [string, AnyNode])[] {
  const steps: (readonly [string, AnyNode])[] = [];
  for (const source of flow.sources.slice(0, 8)) steps.push([sourceText(facts, source), source.node]);
  for (const node of flow.steps.slice(1, -1))
    if (!flow.sources.some((source) => source.node === node))
      steps.push([`passes through ${excerpt(facts, node)}`, node]);
  steps.push([`sends it: ${excerpt(facts, flow.sink.node)}`, flow.sink.node]);
  return steps;
}

function sourceText(facts: FlowFacts, source: Source): string {
  const what = source.fields.length > 0 ? fieldList(source.fields) : source.kind;
  return `reads ${what}: ${excerpt(facts, source.node)}`;
}
