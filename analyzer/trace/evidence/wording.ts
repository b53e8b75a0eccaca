import type { Flow, Transport } from '../../emulator/index.ts';
import { disguisesOf } from '../signals.ts';
import type { Clue } from '../places.ts';

const fields: Readonly<Record<string, string>> = {
  'card-number': 'card number',
  'card-cvv': 'security code',
  'card-expiry': 'expiry date',
  'card-month': 'expiry month',
  'card-year': 'expiry year',
  'card-name': 'card holder',
  text: 'text',
};

export const fieldInWords = (field: string): string => fields[field] ?? field;

/** `a`, `a and b`, `a, b and c`, `a, b, c and more`. */
export function listInWords(names: readonly string[]): string {
  if (names.length > 3) return `${names.slice(0, 3).join(', ')} and more`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}

const ways: Partial<Record<Transport, string>> = {
  fetch: 'by fetch',
  xhr: 'by XMLHttpRequest',
  beacon: 'by beacon',
  websocket: 'over WebSocket',
  rtc: 'over WebRTC',
  eventsource: 'by an event stream',
  image: 'in an image address',
  script: 'in a script address',
  iframe: 'in a frame address',
  link: 'in a link address',
  css: 'in a style',
  form: 'by a form',
  navigation: 'by leaving the page',
  popup: 'by a new window',
  worker: 'by a worker',
};

export const wayInWords = (transport: Transport): string => ways[transport] ?? `by ${transport}`;

/** How a value was disguised, as `, base64`; empty when it was not. */
export function disguiseInWords(flow: Flow): string {
  const steps = disguisesOf(flow);
  if (steps.length === 0) return '';
  if (steps.includes('unknown')) return ', hashed or enciphered';
  return steps.includes('digest') ? ', hashed' : `, ${steps.join(' in ')}`;
}

/** Where in a source a request of this kind may be made. */
export const callOf: Readonly<Record<Transport, Clue>> = {
  fetch: /\bfetch\s*\(|['"]fetch['"]/,
  xhr: /\bXMLHttpRequest\b|\.ajax\s*\(|\.send\s*\(/,
  beacon: /sendBeacon/,
  websocket: /\bWebSocket\b/,
  eventsource: /\bEventSource\b/,
  rtc: /RTCPeerConnection/,
  image: /new\s+Image\b|['"]img['"]|\.src\s*=|<img/i,
  script: /['"]script['"]|<script|\.src\s*=|['"]<scr/i,
  iframe: /<i?frame|['"]iframe['"]|\.src\s*=/i,
  link: /['"]link['"]|\.href\s*=/i,
  object: /<(?:object|embed|applet)|['"](?:object|embed)['"]/i,
  media: /\.src\s*=/,
  form: /\.submit\s*\(|\.action\s*=|<form/i,
  navigation: /\blocation\b/,
  popup: /\bopen\s*\(/,
  worker: /\b(?:Shared)?Worker\b|serviceWorker|importScripts/,
  css: /url\(|\.style\b/,
  'post-message': /postMessage/,
  library: /\.(?:ajax|post|get|getJSON|request|load)\s*\(/,
};
