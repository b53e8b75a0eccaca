import type { RequestEvent, SimpleEvent } from '../../emulator/index.ts';
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
        message: `The visitor's wallet is asked for ${String(call.method)} (emulated, during ${call.phase}).`,
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
