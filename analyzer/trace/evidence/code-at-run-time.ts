import type { WorldName } from '../../emulator/index.ts';
import { childrenOf } from '../children.ts';
import { isHiddenFrame, kindsOfDecoded } from '../features.ts';
import type { Clue } from '../places.ts';
import { isHidden } from '../signals.ts';
import type { TraceRule } from './rule.ts';

const ways: Readonly<Record<string, { clue: Clue; words: string }>> = {
  eval: { clue: /\beval\b|\bexecScript\b/, words: 'eval' },
  Function: { clue: /\bFunction\b|constructor/, words: 'Function' },
  timer: { clue: /\bset(?:Timeout|Interval)\b/, words: 'a timer' },
  'inline-script': { clue: /['"]script['"]|createElement|innerHTML/, words: 'an inserted script' },
  'document-write': { clue: /\bwrite(?:ln)?\b/, words: 'document.write' },
  attribute: { clue: /setAttribute|innerHTML|\bon\w+/, words: 'an attribute' },
};

/** Where code of a child was made. */
export const clueOfCode = (via: string): Clue => ways[via]?.clue ?? /\beval\b/;
export const codeInWords = (via: string): string => ways[via]?.words ?? (via === 'worker' ? 'a worker' : via);

const excerpt = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 120);

export const hiddenCode: TraceRule = {
  name: 'hidden-code',
  meaning: 'The script makes code out of text that its source does not show, and runs it.',
  severity: ['low', 'low'],
  find(signals) {
    const made = childrenOf(signals.text, signals.trace).filter(
      ({ text }) => !signals.text.includes(excerpt(text).slice(0, 60)),
    );
    return made.slice(0, 3).map(({ text, via }) => ({
      severity: 'low',
      message: `Code that the source does not show is run by ${codeInWords(via)}: ${excerpt(text)} (emulated).`,
      clues: [clueOfCode(via)],
    }));
  },
};

const asks = ({ transport }: { transport: string }): boolean =>
  /^(?:xhr|fetch|websocket|eventsource|script|rtc)$/.test(transport);

/** Pictures, styles and fonts. */
const noProgram = /\.(?:gif|png|jpe?g|webp|bmp|svg|ico|css|woff2?|ttf)$/i;
const pathOf = (url: string): string => URL.parse(url)?.pathname ?? '';

const isPeer = ({ kind, path }: { kind: string; path?: unknown }): boolean =>
  kind === 'call' && String(path).startsWith('RTCPeerConnection.');
const isOfServer = ({ transport }: { transport: string }): boolean =>
  /^(?:xhr|fetch|websocket|eventsource)$/.test(transport);

/** Worlds in which a script only acts that chooses its visitors. */
const isForChosen = (world: WorldName): boolean =>
  /^(?:search-referrer|phone|old-browser|other-language)$/.test(world);

export const remoteCode: TraceRule = {
  name: 'remote-code',
  meaning:
    'What a server or another computer answers, what a picture or a style sheet holds, or what stands beside a picture of the page, is run as code.',
  severity: ['low', 'high'],
  find(signals) {
    const { code, requests, others } = signals;
    const run = code.find(({ remote }) => remote);
    if (!run) return [];
    const ofPicture = others.some(({ kind, what }) => kind === 'probe' && what === 'image-text');
    if (ofPicture && !requests.some(asks))
      return [
        {
          severity: 'high',
          message: `What stands beside a picture of the page, as its description, is decoded and run as code by ${codeInWords(run.via)} (emulated).`,
          clues: [/\balt\b|\bdataset\b|['"](?:alt|title|data-[\w-]+)['"]/, clueOfCode(run.via)],
        },
      ];
    const { trace } = signals;
    if (others.some(isPeer) && !requests.some(isOfServer))
      return [
        {
          severity: 'high',
          message: `What another computer sends over a data channel (WebRTC) is run as code by ${codeInWords(run.via)} (emulated).`,
          clues: [/createDataChannel|ondatachannel|RTCPeerConnection/, clueOfCode(run.via)],
        },
      ];
    const file = requests.find((request) => asks(request) && noProgram.test(pathOf(request.url)));
    if (file)
      return [
        {
          severity: 'high',
          message: `What is kept in ${file.foreign ? file.host : ''}${pathOf(file.url).slice(0, 80)}, by its name no program, is run as code by ${codeInWords(run.via)} (emulated).`,
          clues: [pathOf(file.url).split('/').at(-1) ?? '', clueOfCode(run.via)],
          ...(file.foreign ? { host: file.host } : {}),
        },
      ];
    const host = requests.find(
      (request) => request.foreign && request.host !== '' && request.transport !== 'image',
    )?.host;
    return [
      {
        severity:
          (host !== undefined && isHidden(signals, host)) || isForChosen(trace.world)
            ? 'high'
            : run.via === 'inline-script'
              ? 'low'
              : 'medium',
        message: `What ${host ?? 'a server'} answers is run as code by ${codeInWords(run.via)} (emulated).`,
        clues: [clueOfCode(run.via)],
        ...(host ? { host } : {}),
      },
    ];
  },
};

export const hiddenFrameWritten: TraceRule = {
  name: 'hidden-frame-written',
  meaning: 'The script writes a frame that nobody can see into the page.',
  severity: ['medium', 'high'],
  find(signals) {
    const writes = signals.others.filter(({ kind }) => kind === 'write').map((event) => String(event.html));
    const html = writes.find(isHiddenFrame);
    if (html === undefined) return [];
    const address = /src\s*=\s*["']?([^"'\s>]+)/i.exec(html)?.[1] ?? '';
    const isNew = !signals.text.includes(address);
    return [
      {
        severity: isNew ? 'high' : 'medium',
        message: `A frame that nobody can see is written into the page: ${excerpt(html)} (emulated).`,
        clues: isNew ? [/\bwrite(?:ln)?\b/] : [address, /\bwrite(?:ln)?\b/],
      },
    ];
  },
};

export const decodedAttack: TraceRule = {
  name: 'decoded-attack',
  meaning:
    'The script decodes the address of a program, or the names of components that attacks use, or hands the visitor a command to run.',
  severity: ['medium', 'high'],
  find(signals) {
    for (const decoded of signals.trace.decoded) {
      const kinds = kindsOfDecoded(signals, decoded);
      if (!kinds.program && !kinds.plugin) continue;
      return [
        {
          severity: kinds.program ? 'high' : 'medium',
          message: `The script decodes ${kinds.program ? 'the address of a program' : 'the name of a component that attacks use'}: ${excerpt(decoded)} (emulated).`,
          clues: [/\b(?:atob|unescape|fromCharCode|decodeURIComponent|eval)\b/],
        },
      ];
    }
    return [];
  },
};
