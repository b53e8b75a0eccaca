import { speaksToPool } from '../features.ts';
import type { TraceRule } from './rule.ts';
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
  severity: ['medium', 'high'],
  find({ others, requests }) {
    const call = others.find(({ kind, method }) => kind === 'wallet' && asks.test(String(method)));
    if (!call) return [];
    const isUnasked = !/^event:(?:click|submit)/.test(call.phase);
    return [
      {
        severity: isUnasked || requests.some(({ foreign }) => foreign) ? 'high' : 'medium',
        message: `The visitor's wallet is asked for ${String(call.method)} (emulated, during ${call.phase}).`,
        clues: [String(call.method), /ethereum|\.request\s*\(/],
      },
    ];
  },
};

export const hookedRequests: TraceRule = {
  name: 'requests-intercepted',
  meaning: 'The script replaces a function by which the page sends data, and then contacts another host.',
  severity: ['low', 'medium'],
  find({ summary, others }) {
    const what = summary.hooks.find((name) => /fetch|XMLHttp|sendBeacon/.test(name));
    if (what === undefined || !others.some(({ kind }) => kind === 'shop-request')) return [];
    return [
      {
        severity: summary.flows.length > 0 ? 'medium' : 'low',
        message: `The page's ${what} is replaced, so that what the shop sends passes through the script (emulated).`,
        clues: [what, what.split('.').at(-1) ?? what],
      },
    ];
  },
};
