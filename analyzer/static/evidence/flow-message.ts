import type { AnyNode } from 'acorn';
import type { Flow, FlowFacts, Source } from '../flow/index.ts';
import { everyField, topicOfField } from '../flow/selectors.ts';
import { excerpt } from './rule.ts';
import { eventOfFlow, signMeanings, type Sign } from './signs.ts';

const channels: Record<string, string> = {
  beacon: 'a beacon',
  css: 'a style',
  'dns-prefetch': 'a DNS look-up',
  eventsource: 'an event stream',
  fetch: 'fetch',
  form: 'a form',
  iframe: 'a frame',
  image: 'the address of an image',
  'jquery-ajax': "jQuery's ajax",
  link: 'the address of a link element',
  navigation: 'a navigation',
  object: 'an embedded object',
  'post-message': 'a message to another frame',
  rtc: 'a WebRTC channel',
  script: 'the address of a script',
  websocket: 'a WebSocket',
  'window-open': 'a new window',
  worker: 'a worker',
  xhr: 'XMLHttpRequest',
};

/** Fields of a flow, card fields first, each once. */
export function fieldsOfFlow(flow: Flow): string[] {
  const fields = [...new Set(flow.sources.flatMap((source) => source.fields))];
  const rank = (field: string): number =>
    ['payment', 'every', 'personal', 'other'].indexOf(topicOfField(field));
  return fields.sort((left, right) => rank(left) - rank(right));
}

/** `reads #cc-number and 3 more fields on submit and sends them, base64-encoded, to x.example over fetch: …` */
export function flowMessage(facts: FlowFacts, flow: Flow, what: string, signs: readonly Sign[] = []): string {
  const event = eventOfFlow(facts.code, flow);
  const encoded = flow.transforms.filter((name) => name !== 'list');
  const to =
    flow.hosts.length > 0 ? `to ${flow.hosts.slice(0, 3).join(', ')}` : 'to an address made at run time';
  return [
    `Reads ${what}${event ? ` on ${event}` : ''} and sends it ${to}`,
    ` over ${channels[flow.sink.name] ?? flow.sink.name}`,
    encoded.length > 0 ? `, as ${encoded.join(' and ')}` : '',
    signs.length > 0 ? `; ${signs.map((sign) => signMeanings[sign]).join('; ')}` : '',
  ].join('');
}

/** Up to three fields by name, the rest counted. */
export function fieldList(fields: readonly string[]): string {
  if (fields.length === 0) return 'a field';
  if (fields[0] === everyField) return 'every input of the page';
  const shown = fields.slice(0, 3).map((field) => `\`${field}\``);
  const more = fields.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
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
