import { logScale } from '../static/features/scale.ts';
import {
  classOfField,
  disguisesOf,
  isForeignHost,
  isGenuine,
  isHidden,
  isOddPath,
  type Signals,
} from './signals.ts';

const outcomes = ['completed', 'fuel', 'memory', 'timeout', 'crashed'] as const;
const fieldClasses = ['payment', 'password', 'personal', 'ambient'] as const;
const proofs = ['canary', 'dependence', 'order'] as const;
const transports = [
  ...([
    'fetch',
    'xhr',
    'beacon',
    'websocket',
    'eventsource',
    'rtc',
    'image',
    'script',
    'iframe',
    'link',
  ] as const),
  ...([
    'object',
    'media',
    'form',
    'navigation',
    'popup',
    'worker',
    'css',
    'post-message',
    'library',
  ] as const),
];
const codeKinds = [
  ...(['eval', 'Function', 'timer', 'inline-script', 'document-write', 'attribute'] as const),
  ...(['javascript-url', 'script-url', 'worker'] as const),
];
const readWays = ['value', 'key', 'FormData', 'serialize', 'submit'] as const;
const listened = ['submit', 'click', 'key', 'edit', 'message', 'leave', 'mouse', 'load'] as const;
const counted = [
  ...(['listen', 'fire', 'timer', 'query', 'insert', 'write', 'form-action', 'submit', 'storage'] as const),
  ...([
    'message',
    'worker',
    'wasm',
    'wallet',
    'crypto',
    'hook',
    'probe',
    'clipboard',
    'call',
    'decoded',
    'error',
  ] as const),
];
const probes = [
  'location',
  'referrer',
  'user-agent',
  'language',
  'webdriver',
  'devtools',
  'regular-expression-trap',
] as const;
const worlds = [
  'lenient',
  'plain',
  'search-referrer',
  'phone',
  'old-browser',
  'other-language',
  'willing-server',
] as const;
const decodedKinds = ['url', 'hidden-url', 'program', 'field', 'markup', 'code', 'plugin'] as const;

export const traceFeatureGroup = { name: 'emulation', version: 2 } as const;

/** Names of the numbers that `traceFeatures` gives, in order. */
export const traceFeatureNames: readonly string[] = [
  'ran',
  ...outcomes.map((name) => `ended-${name}`),
  'operations',
  'worlds',
  ...counted.map((name) => `events-${name}`),
  ...fieldClasses.map((name) => `reads-${name}`),
  ...readWays.map((name) => `reads-by-${name}`),
  'hosts',
  'hidden-hosts',
  ...transports.map((name) => `abroad-by-${name}`),
  ...transports.map((name) => `hidden-by-${name}`),
  ...fieldClasses.flatMap((name) => proofs.map((proof) => `${name}-proven-by-${proof}`)),
  ...transports.map((name) => `fields-by-${name}`),
  'fields-disguised',
  'fields-to-hidden-host',
  'fields-to-hosts',
  'payment-home',
  'personal-home',
  'abroad-in-main',
  'abroad-in-timer',
  'abroad-on-form-event',
  ...codeKinds.map((name) => `code-by-${name}`),
  'code-length',
  'code-share',
  'remote-code',
  'hooks-network',
  'hooks-other',
  ...listened.map((name) => `listens-${name}`),
  'listens-share-of-fields',
  ...probes.map((name) => `probes-${name}`),
  'stores-fields',
  ...decodedKinds.map((name) => `decoded-${name}`),
  'writes-script',
  'writes-frame',
  'writes-hidden-frame',
  'inserts-script-abroad',
  'inserts-frame-abroad',
  'inserts-plugin',
  'wallet-asks',
  'pool-talk',
  ...worlds.map((name) => `shown-in-${name}`),
  'inserts-hidden-frame',
  'inserts-cover',
  'form-action-abroad',
  'cookie-abroad',
  'payment-to-odd-path',
].map((name) => `${traceFeatureGroup.name}@${traceFeatureGroup.version}/${name}`);

/** What a trace measures; zeros when the script was not run. */
export function traceFeatures(signals: Signals | null): Float32Array {
  if (!signals) return new Float32Array(traceFeatureNames.length);
  const { trace, summary, requests, code, others, text } = signals;
  const flag = (is: boolean): number => (is ? 1 : 0);
  const count = <T>(list: readonly T[], test: (one: T) => boolean): number =>
    logScale(list.reduce((sum, one) => sum + flag(test(one)), 0));
  const abroad = requests.filter((request) => request.foreign && isGenuine(request));
  const hidden = abroad.filter(({ host }) => isHidden(signals, host));
  const hosts = new Set(abroad.map(({ host }) => host));
  const flows = summary.flows.filter(({ host }) => hosts.has(host));
  const taken = flows.filter(({ field }) => classOfField(field) !== 'ambient');
  const reads = trace.events.filter((event) => event.kind === 'read') as readonly {
    field: string;
    via: string;
  }[];
  const kinds = new Map<string, number>();
  for (const { kind } of trace.events) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const of = (kind: string) => others.filter((event) => event.kind === kind);
  const text1 = (value: unknown): string => (typeof value === 'string' ? value : '');
  const listens = of('listen').map((event) => ({ type: text1(event.type), target: text1(event.target) }));
  const writes = of('write').map((event) => text1(event.html));
  const inserts = of('insert').map((event) => ({ tag: text1(event.tag), url: text1(event.url) }));
  const hooks = of('hook').map((event) => text1(event.what));
  const probed = new Set(of('probe').map((event) => text1(event.what)));
  const made = code.filter(({ remote, length }) => !remote && length > 16);
  const codeLength = made.reduce((sum, { length }) => sum + length, 0);
  const decoded = trace.decoded.filter((one) => one.length > 5);
  return Float32Array.from([
    1,
    ...outcomes.map((name) => flag(trace.outcome === name)),
    logScale(trace.budget.operations),
    trace.worlds.length,
    ...counted.map((kind) => logScale(kinds.get(kind) ?? 0)),
    ...fieldClasses.map((name) =>
      logScale(new Set(reads.map(({ field }) => field).filter((field) => classOfField(field) === name)).size),
    ),
    ...readWays.map((way) => count(reads, ({ via }) => via === way)),
    logScale(hosts.size),
    logScale(new Set(hidden.map(({ host }) => host)).size),
    ...transports.map((name) => count(abroad, ({ transport }) => transport === name)),
    ...transports.map((name) => count(hidden, ({ transport }) => transport === name)),
    ...fieldClasses.flatMap((name) =>
      proofs.map((proof) =>
        count(flows, (flow) => flow.proof === proof && classOfField(flow.field) === name),
      ),
    ),
    ...transports.map((name) => count(taken, ({ transport }) => transport === name)),
    count(taken, (flow) => disguisesOf(flow).length > 0),
    count(taken, ({ host }) => isHidden(signals, host)),
    logScale(new Set(taken.map(({ host }) => host)).size),
    count(summary.homeFlows, ({ field }) => classOfField(field) === 'payment'),
    count(summary.homeFlows, ({ field }) => classOfField(field) === 'personal'),
    count(abroad, ({ phase }) => phase === 'main'),
    count(abroad, ({ phase }) => phase === 'timer'),
    count(abroad, ({ phase }) =>
      /^event:(?:submit|click|key|change|blur|input|mouse|touch)|^submit/.test(phase),
    ),
    ...codeKinds.map((name) => count(made, ({ via }) => via === name)),
    logScale(codeLength),
    Math.min(4, codeLength / (text.length + 1)),
    flag(summary.runsRemoteCode),
    count(hooks, (what) => /fetch|XMLHttp|sendBeacon|WebSocket/.test(what)),
    count(hooks, (what) => !/fetch|XMLHttp|sendBeacon|WebSocket/.test(what)),
    ...listened.map((name) => count(listens, ({ type }) => listenKind(type) === name)),
    count(listens, ({ target }) => /cc_|card|cvv|payment|place_order|checkout|billing/i.test(target)),
    ...probes.map((name) => flag(probed.has(name))),
    count(of('storage'), (event) =>
      ((event.canaries as readonly { field: string }[] | undefined) ?? []).some(
        ({ field }) => classOfField(field) !== 'ambient',
      ),
    ),
    ...decodedKinds.map((kind) => count(decoded, (one) => kindsOfDecoded(signals, one)[kind])),
    count(writes, (html) => /<script/i.test(html)),
    count(writes, (html) => /<i?frame/i.test(html)),
    count(writes, isHiddenFrame),
    count(inserts, ({ tag, url }) => tag === 'script' && /^(?:https?:)?\/\//.test(url)),
    count(inserts, ({ tag, url }) => tag === 'iframe' && /^(?:https?:)?\/\//.test(url)),
    count(inserts, ({ tag }) => /^(?:object|embed|applet|param)$/.test(tag)),
    count(of('wallet'), (event) => text1(event.method) !== 'access'),
    count(requests, (request) => speaksToPool(request)),
    ...worlds.map((name) => flag(trace.world === name)),
    count(of('insert'), ({ tag, look }) => /^i?frame$/.test(text1(tag)) && look === 'hidden'),
    count(of('insert'), ({ look }) => look === 'cover'),
    count(of('form-action'), ({ url }) => isForeignHost(trace, text1(url)) !== null),
    count(summary.flows, ({ field, proof }) => field === 'cookie' && proof === 'canary'),
    count(
      summary.homeFlows,
      ({ field, event }) =>
        classOfField(field) === 'payment' && isOddPath((trace.events[event] as { url: string }).url),
    ),
  ]);
}

function listenKind(type: string): (typeof listened)[number] | null {
  if (type === 'submit' || type === 'click' || type === 'message') return type;
  if (type.startsWith('key')) return 'key';
  if (/^(?:change|input|blur|focusout|paste)$/.test(type)) return 'edit';
  if (/^(?:beforeunload|unload|pagehide|visibilitychange)$/.test(type)) return 'leave';
  if (/^(?:mouse|touch|pointer)/.test(type)) return 'mouse';
  return /^(?:load|DOMContentLoaded|readystatechange)$/.test(type) ? 'load' : null;
}

const programs = /\.(?:exe|jar|swf|scr|dll|hta|vbs|msi|apk)\b/i;

/** An address, program, field name or code among the strings a script decoded; only what its source does not spell counts. */
export function kindsOfDecoded(
  { text }: Signals,
  decoded: string,
): Record<(typeof decodedKinds)[number], boolean> {
  const isNew = !text.includes(decoded.slice(0, 200));
  const isUrl =
    /^(?:https?:|wss?:)?\/\/[\w.-]+\.\w+/i.test(decoded) && !/w3\.org|shop\.example/.test(decoded);
  return {
    url: isUrl,
    'hidden-url': isUrl && isNew,
    // Escaped slashes hide nothing: the file's name is in plain sight.
    program: isNew && programs.test(decoded) && !text.includes(decoded.slice(decoded.lastIndexOf('/') + 1)),
    field: isNew && /card|cvv|cvc|cc_|payment|expir/i.test(decoded) && decoded.length < 80,
    markup: isNew && /<(?:script|iframe|object|applet|embed|form|input)\b/i.test(decoded),
    code: isNew && decoded.length > 40 && /\bfunction\b|\bvar\b|=>/.test(decoded),
    plugin:
      isNew &&
      /ActiveX|classid|application\/x-java|ShockwaveFlash|AcroPDF|ADODB|\bWScript|\bShell\.|Msxml2\.Server/i.test(
        decoded,
      ),
  };
}

const tiny =
  /\b(?:width|height)\s*[=:]\s*["']?\s*[01](?:px)?\b|display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top)\s*:\s*-\d{3}/i;

/** Written HTML with a frame that nobody can see. */
export function isHiddenFrame(html: string): boolean {
  return /<i?frame[^>]+src/i.test(html) && tiny.test(html);
}

const poolWords =
  /stratum|"method"\s*:\s*"(?:login|auth|submit|mining\.\w+)"|"type"\s*:\s*"auth"|coinhive|coin-?imp|cryptonight|randomx|monero|webmin(?:e|er)|\bxmr/i;

/** A request that talks to a mining pool, by address or by what it sends. */
export function speaksToPool({
  transport,
  url,
  body,
}: {
  transport: string;
  url: string;
  body?: string;
}): boolean {
  return poolWords.test(url) || (transport === 'websocket' && body !== undefined && poolWords.test(body));
}
