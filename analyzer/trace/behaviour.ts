import type { Behaviour } from '../../core/schema/index.ts';
import { behaviourSet } from '../static/behaviour/index.ts';
import type { DynamicCodeName } from '../static/behaviour/names.ts';
import type { SinkName } from '../static/flow/types.ts';
import { everyInput, namesSpelled } from './named.ts';
import { isGenuine, type Signals } from './signals.ts';

const sinks: Readonly<Record<string, SinkName>> = {
  fetch: 'fetch',
  xhr: 'xhr',
  beacon: 'beacon',
  websocket: 'websocket',
  eventsource: 'eventsource',
  rtc: 'rtc',
  image: 'image',
  media: 'image',
  script: 'script',
  iframe: 'iframe',
  link: 'link',
  object: 'object',
  form: 'form',
  navigation: 'navigation',
  popup: 'window-open',
  worker: 'worker',
  css: 'css',
};

const code: Readonly<Record<string, DynamicCodeName>> = {
  eval: 'eval',
  Function: 'function-constructor',
  timer: 'string-timer',
  'document-write': 'document-write',
  'javascript-url': 'javascript-url',
};

/** Behaviour sets with what the run and the code made in it add: hosts contacted, ways out used, fields the script names. */
export function behaviourOf(signals: Signals, source: Behaviour, children: readonly Behaviour[]): Behaviour {
  const { summary, requests, code: made } = signals;
  const abroad = requests.filter((request) => request.foreign && isGenuine(request));
  const isSpelled = namesSpelled(signals);
  // Fields of the made-up page that the script only came across are not its own.
  const fields = summary.fieldNames.flatMap((name) => (isSpelled(name) ? [name] : []));
  const cameAcross = summary.fieldNames.length - fields.length;
  if (cameAcross >= goesThrough) fields.push(everyInput);
  const all = (key: keyof Behaviour): string[] => [
    ...source[key],
    ...children.flatMap((child) => child[key]),
  ];
  return {
    fields: behaviourSet([...all('fields'), ...fields.filter((name) => !isNamed(name, all('fields')))]),
    hosts: behaviourSet([...all('hosts'), ...abroad.map(({ host }) => host.toLowerCase())]),
    sinks: behaviourSet([...all('sinks'), ...abroad.flatMap(({ transport }) => sinks[transport] ?? [])]),
    dynamicCode: behaviourSet([
      ...all('dynamicCode'),
      ...made.filter(({ length }) => length > 16).flatMap(({ via }) => code[via] ?? []),
    ]),
    storage: behaviourSet(all('storage')),
  };
}

/** Fields of the page that a script read without naming them: so many, and it goes through all there are. */
const goesThrough = 3;

const isNamed = (name: string, known: readonly string[]): boolean => {
  if (name === everyInput) return known.includes(name);
  const bare = name.replace(/^#/, '');
  return known.some((one) => one.includes(bare));
};
