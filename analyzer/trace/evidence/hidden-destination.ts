import type { Severity } from '../../../core/schema/index.ts';
import { phaseInWords } from '../../../core/words/index.ts';
import type { Transport } from '../../emulator/index.ts';
import { classOfField, isGenuine, isHidden } from '../signals.ts';
import type { TraceRule } from './rule.ts';
import { callOf, wayInWords } from './wording.ts';

const runs = new Set<Transport>(['script', 'iframe', 'navigation', 'popup', 'object', 'worker', 'websocket']);
/** Hosts where only their vendors' own files lie: packed code that names them hides nobody. Tag managers are not among them. */
export const vendors =
  /(?:^|\.)(?:gstatic\.com|google-analytics\.com|googleadservices\.com|doubleclick\.net|googlesyndication\.com|facebook\.net|hotjar\.com)$|^(?:www|fundingchoicesmessages|accounts|apis|maps|recaptcha)\.google\.com$/;
const does: Partial<Record<Transport, string>> = {
  script: 'loads a script from',
  iframe: 'opens a frame from',
  navigation: 'sends the visitor to',
  popup: 'opens a window from',
  object: 'loads a plug-in object from',
  websocket: 'opens a WebSocket to',
  worker: 'starts a worker from',
};

export const hiddenDestination: TraceRule = {
  name: 'hidden-destination',
  meaning: 'When run, the script contacts a host that cannot be read in its source.',
  severity: ['low', 'high'],
  find(signals) {
    const seen = new Set<string>();
    return signals.requests.flatMap((request) => {
      const { host, transport, url, foreign, phase } = request;
      if (!foreign || !isGenuine(request) || !isHidden(signals, host) || seen.has(host) || seen.size >= 6)
        return [];
      seen.add(host);
      const severity: Severity = vendors.test(host)
        ? 'low'
        : runs.has(transport)
          ? 'high'
          : signals.summary.fields.some((field) => classOfField(field) !== 'ambient')
            ? 'medium'
            : 'low';
      return [
        {
          severity,
          message: `The script ${does[transport] ?? `sends a request (${wayInWords(transport)}) to`} ${host}, a host that its source does not show (emulated).`,
          clues: [callOf[transport]],
          host,
          steps: [`${url.slice(0, 160)}, ${wayInWords(transport)}, ${phaseInWords(phase)}`],
        },
      ];
    });
  },
};
