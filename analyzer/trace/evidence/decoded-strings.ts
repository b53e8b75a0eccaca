import { imitated } from '../../static/evidence/lookalike.ts';
import { classOfField, isForeignHost, isGenuineHost, isHidden, type Signals } from '../signals.ts';
import type { TraceRule } from './rule.ts';

/** Hosts of addresses among the decoded strings that the source does not show. */
function decodedHosts(signals: Signals): string[] {
  const hosts = signals.trace.decoded
    .filter((text) => /^(?:https?:|wss?:)?\/\/[\w-]+\./i.test(text))
    .flatMap((text) => isForeignHost(signals.trace, text) ?? [])
    // What lies in memory may be a host of the source with a letter of something else behind it.
    .filter(
      (host) =>
        isGenuineHost(host) && isHidden(signals, host) && !signals.lowered.includes(host.slice(0, -1)),
    );
  return [...new Set(hosts)];
}

/** As the rule of that name says of hosts in the source; the run also finds those that were decoded, used or not. */
export const imitatedHostDecoded: TraceRule = {
  name: 'imitated-host',
  meaning: 'A host named in the script borrows or misspells the name of a well-known service.',
  severity: ['medium', 'high'],
  find: (signals) =>
    decodedHosts(signals)
      .flatMap((host) => {
        const service = imitated(host);
        if (service === null) return [];
        return [
          {
            severity: signals.summary.flows.some((flow) => flow.host === host) ? 'high' : 'medium',
            message: `The host ${host}, which the script decodes, looks like ${service} but is not (emulated).`,
            clues: [],
            host,
          } as const,
        ];
      })
      .slice(0, 4),
};

const stores = new Set(['localStorage', 'sessionStorage', 'cookie']);

export const cardDataKept: TraceRule = {
  name: 'card-data-stored',
  meaning: 'When run, the script puts typed card data into the storage of the browser.',
  severity: ['medium', 'medium'],
  find({ others }) {
    for (const event of others) {
      if (event.kind !== 'storage' || !stores.has(String(event.area)) || !Array.isArray(event.canaries))
        continue;
      const hit = (event.canaries as readonly { field: string }[]).find(
        ({ field }) => classOfField(field) === 'payment' && field !== 'card-name',
      );
      if (!hit) continue;
      return [
        {
          severity: 'medium',
          message: `Typed card data is put into ${String(event.area)} (emulated).`,
          clues: [/(?:local|session)Storage|\.cookie\b|setItem/],
          field: hit.field,
        },
      ];
    }
    return [];
  },
};
