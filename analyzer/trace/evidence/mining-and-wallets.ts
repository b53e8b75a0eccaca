import { phaseInWords } from '../../../core/words/index.ts';
import type { RequestEvent, SimpleEvent } from '../../emulator/index.ts';
import { isCommand, isInstruction } from '../../static/evidence/commands.ts';
import { speaksToPool } from '../features.ts';
import { isGenuine } from '../signals.ts';
import type { TraceRule } from './rule.ts';
import { isCaught } from './typed-data-sent.ts';
import { callOf } from './wording.ts';

export const miningPool: TraceRule = {
  name: 'mining-pool',
  meaning: 'When run, the script talks to a mining pool.',
  severity: ['high', 'high'],
  find({ requests }) {
    const request = requests.find(speaksToPool);
    if (!request) return [];
    const { host, url, transport } = request;
    return [
      {
        severity: 'high',
        message: `The script talks to a mining pool or miner's host: ${url.slice(0, 120)} (emulated).`,
        clues: [host, callOf[transport]],
        ...(host ? { host } : {}),
      },
    ];
  },
};

const asks = /sendTransaction|sign|approve|permit|transfer|setApprovalForAll|sendRawTransaction/i;

export const walletAsked: TraceRule = {
  name: 'wallet-asked',
  meaning:
    "When run, the script asks the visitor's wallet for a signature or a transaction without being asked to pay.",
  severity: ['low', 'high'],
  find({ others, requests }) {
    const calls = others.filter(({ kind, method }) => kind === 'wallet' && asks.test(String(method)));
    const call = calls.find(isBoundless) ?? calls[0];
    if (!call) return [];
    const isUnasked = !/^event:(?:click|submit)/.test(call.phase);
    return [
      {
        severity:
          isUnasked || isBoundless(call)
            ? 'high'
            : // One payment, or proof of who one is, at the press of a button.
              requests.some(({ foreign }) => foreign)
              ? 'medium'
              : 'low',
        message: `The visitor's wallet is asked for ${String(call.method)} (emulated, ${phaseInWords(call.phase)}).`,
        clues: [String(call.method), /ethereum|\.request\s*\(/],
      },
    ];
  },
};

/** All that the visitor has, or all that he will have. */
const boundless = /f{32,}|1157920892373161954|a22cb465|permit|approvalforall/i;
const isBoundless = ({ method, params }: SimpleEvent): boolean =>
  boundless.test(`${String(method)} ${String(params)}`);

export const hookedRequests: TraceRule = {
  name: 'requests-intercepted',
  meaning:
    'The script replaces a function by which the page sends or packs data or pays, or is its service worker, and then contacts another host.',
  severity: ['low', 'high'],
  find(signals) {
    const { summary, others, trace } = signals;
    const what = summary.hooks.find((name) => !/^(?:createElement|console|WebSocket)/.test(name));
    if (what === undefined || !others.some(({ kind }) => kind === 'shop-request')) return [];
    // A holder's name is in what form analytics openly keep.
    const caught = summary.flows.filter((flow) => {
      const request = trace.events[flow.event] as RequestEvent;
      return /^card-(?:number|cvv)$/.test(flow.field) && isGenuine(request) && isCaught(signals, flow);
    });
    const stolen = caught.find(({ field }) => field === 'card-number') ?? caught[0];
    // What else is wrapped is common in polyfills and frameworks, and alone says nothing.
    if (!stolen && !/fetch|XMLHttp|sendBeacon/.test(what)) return [];
    return [
      {
        severity: stolen ? 'high' : summary.flows.length > 0 ? 'medium' : 'low',
        message: stolen
          ? what === 'service worker'
            ? `As a service worker the script gets what the page sends, and the payment also goes to ${stolen.host} (emulated).`
            : `The page's ${what} is replaced, and the payment that the shop sends through it also goes to ${stolen.host} (emulated).`
          : `The page's ${what} is replaced, so that what the shop sends passes through the script (emulated).`,
        clues: [what, what === 'service worker' ? /['"]fetch['"]/ : (what.split('.').at(-1) ?? what)],
        ...(stolen ? { host: stolen.host, field: stolen.field } : {}),
      },
    ];
  },
};

const walletAddress =
  /\b0x[\da-f]{40}\b|\bbc1[a-z\d]{20,60}|\bT[a-km-zA-HJ-NP-Z1-9]{33}\b|\b[13][a-km-zA-HJ-NP-Z1-9]{25,34}\b/i;

/** As the rule of this name says of wallets; here the visitor is the one who sends, to somebody else than meant. */
export const walletSwapped: TraceRule = {
  name: 'wallet-drain',
  meaning: 'When run, the script puts another wallet address on the clipboard than the visitor copied.',
  severity: ['high', 'high'],
  find({ others }) {
    for (const { kind, op, selected, text } of others) {
      if (kind !== 'clipboard' || op !== 'replace') continue;
      const [own] = walletAddress.exec(String(text)) ?? [];
      if (own === undefined || String(selected).includes(own)) continue;
      return [
        {
          severity: 'high',
          message: `A wallet address that the visitor copies is replaced by ${own} (emulated).`,
          clues: [own, /clipboardData|['"]copy['"]/],
        },
      ];
    }
    return [];
  },
};

/** Guides let people copy commands, too; they do not call them a proof of being human. */
export const commandHanded: TraceRule = {
  name: 'decoded-attack',
  meaning: 'When run, the script puts a command on the clipboard and tells the visitor to run it.',
  severity: ['medium', 'high'],
  find({ others, text, trace }) {
    const written = others.filter(({ kind, op }) => kind === 'clipboard' && op === 'write');
    if (written.length === 0) return [];
    const isLure = [
      text,
      ...trace.decoded,
      ...others.map(({ html }) => (typeof html === 'string' ? html : '')),
    ].some(isInstruction);
    const handed = written.find((event) => isCommand(String(event.text), isLure));
    if (!handed) return [];
    return [
      {
        severity: isLure ? 'high' : 'medium',
        message: `A command for the visitor's own computer is put on the clipboard${isLure ? ', to be pasted and run as if that proved something' : ''}: ${String(handed.text).slice(0, 100)} (emulated).`,
        clues: [String(handed.text).slice(0, 12), /writeText|execCommand|clipboardData/],
      },
    ];
  },
};
