import { phaseInWords } from '../../../core/words/index.ts';
import type { WorldName } from '../../emulator/index.ts';
import { getDomain } from 'tldts';
import { hostsInText } from '../../static/vocabulary/index.ts';
import { classOfField, isGenuine, isHidden, isOddPath, type Signals } from '../signals.ts';
import type { TraceRule } from './rule.ts';
import { callOf, wayInWords } from './wording.ts';

/** Worlds that are tried only when the first visitor was shown nothing. */
const chosen: Partial<Record<WorldName, string>> = {
  'search-referrer': 'for visitors who come from a search engine for the first time',
  phone: 'on phones',
  'old-browser': 'in old browsers',
  'other-language': 'in another language',
};

export const chosenVisitors: TraceRule = {
  name: 'chosen-visitors',
  meaning:
    'The script hides from some visitors and acts for others: those from search engines, on phones, in old browsers.',
  severity: ['low', 'high'],
  find(signals) {
    const who = chosen[signals.trace.world];
    const request = signals.requests.find(
      (one) =>
        one.foreign &&
        isGenuine(one) &&
        /^(?:script|iframe|navigation|popup|xhr|fetch|object)$/.test(one.transport),
    );
    const runsAnswer = signals.code.some(({ remote }) => remote);
    if (who === undefined || (!request && !runsAnswer)) return [];
    // A site that sends phones to its pages for phones.
    if (!runsAnswer && request?.transport === 'navigation' && isOwnSite(signals, request.host)) return [];
    const isSecret = request !== undefined && isHidden(signals, request.host);
    const goes = request
      ? `contacts ${request.host} (${wayInWords(request.transport)})`
      : 'runs what a server answers';
    return [
      {
        severity: isSecret || (runsAnswer && request !== undefined) ? 'high' : runsAnswer ? 'medium' : 'low',
        message: `Only ${who}, the script ${goes} (emulated).`,
        clues: [
          ...(request ? [request.host, callOf[request.transport]] : []),
          /referrer|userAgent|language|cookie/,
        ],
        ...(request ? { host: request.host } : {}),
      },
    ];
  },
};

export const cookiesSent: TraceRule = {
  name: 'cookies-sent',
  meaning: 'When run, the script sends the cookies of the page to another site.',
  severity: ['low', 'high'],
  find(signals) {
    const flow = signals.summary.flows.find((one) => one.field === 'cookie' && one.proof === 'canary');
    const request = flow && signals.trace.events[flow.event];
    if (!flow || request?.kind !== 'request' || !('host' in request) || !isGenuine(request)) return [];
    const { host, transport } = flow;
    return [
      {
        severity: isHidden(signals, host)
          ? 'high'
          : transport === 'xhr' || transport === 'fetch'
            ? 'low'
            : 'medium',
        message: `The page's cookies were seen on their way to ${host}, ${wayInWords(transport)} (emulated).`,
        clues: [/\.cookie\b/, host, callOf[transport]],
        host,
      },
    ];
  },
};

/**
 * Whether a host is, by all that the script says, the site's own: it is made for phones, or the script names other hosts of the
 * same site beside it.
 */
function isOwnSite({ lowered }: Signals, host: string): boolean {
  if (/^(?:m|3g|wap|mobile|touch|amp)\./.test(host)) return true;
  const site = getDomain(host);
  return hostsInText(lowered).some((one) => one !== host && getDomain(one) === site);
}

/** The script looked for what the order is placed or paid with. */
function findsOrderButton({ others }: Signals): boolean {
  return others.some(
    ({ kind, selector }) =>
      kind === 'query' &&
      /(?:checkout|payment|review|order|billing)\.(?:save|submit|place)|place[-_]?order|btn-checkout|payment-button/i.test(
        String(selector),
      ),
  );
}

/** The script looked for the button or link by which shoppers come to the checkout. */
function findsCheckoutButton({ others }: Signals): boolean {
  return others.some(
    ({ kind, selector }) =>
      kind === 'query' &&
      /\[name[*^]?=["']?checkout|\[href[*^$]?=["']?\/?[^"'\]]*checkout|(?:^|[\s,])[#.]?(?:button\.)?(?:btn-?)?checkout(?:-?(?:button|btn|link))?(?:$|[\s,])/i.test(
        String(selector),
      ),
  );
}

const away = new Set(['navigation', 'popup']);

export const sentAway: TraceRule = {
  name: 'visitor-sent-away',
  meaning:
    'When run, the script sends the visitor to another site by itself, or in the middle of the payment.',
  severity: ['low', 'high'],
  find(signals) {
    const request = signals.requests.find((one) => one.foreign && isGenuine(one) && away.has(one.transport));
    if (!request) return [];
    const { host, phase, transport } = request;
    const isPressed = /^(?:press|event:(?:click|submit|mouse|pointer|touch))/.test(phase);
    const isSecret = isHidden(signals, host);
    const isOnPayment =
      isPressed && signals.summary.fields.some((field) => classOfField(field) === 'payment');
    return [
      {
        severity:
          isSecret || (isPressed && findsOrderButton(signals))
            ? 'high'
            : // Who is sent to a host that anybody can read is, as a rule, on a phone or in another country.
              isOnPayment || (isPressed && findsCheckoutButton(signals))
              ? 'medium'
              : 'low',
        message: `The visitor is sent to ${host} ${isPressed ? 'when a button is pressed' : `by itself, ${phaseInWords(phase)}`} (emulated).`,
        clues: [host, callOf[transport]],
        host,
      },
    ];
  },
};

export const paymentCopiedHome: TraceRule = {
  name: 'payment-to-odd-path',
  meaning:
    'When run, the script sends card data to a path of the own site that is made for pictures, styles or scripts.',
  severity: ['high', 'high'],
  find(signals) {
    for (const flow of signals.summary.homeFlows) {
      const request = signals.trace.events[flow.event];
      if (classOfField(flow.field) !== 'payment' || request?.kind !== 'request' || !('url' in request))
        continue;
      if (!isOddPath(request.url)) continue;
      const { pathname } = new URL(request.url);
      return [
        {
          severity: 'high',
          message: `Typed card data is copied to ${pathname.slice(0, 100)} of the site itself, ${wayInWords(flow.transport)} (emulated).`,
          clues: [pathname.split('/').at(-1) ?? '', callOf[flow.transport]],
          field: flow.field,
        },
      ];
    }
    return [];
  },
};
