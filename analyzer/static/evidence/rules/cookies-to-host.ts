import { flowMessage } from '../flow-message.ts';
import { evidenceAt, type EvidenceRule } from '../rule.ts';

/** Analytics do this on many sites; `cookies-sent` tells when all of them were seen to leave. */
export const cookiesToHost: EvidenceRule = {
  name: 'cookies-to-host',
  meaning: 'Cookies of the page are read and sent to a host named in the script.',
  severity: ['low', 'low'],
  find: (facts) =>
    facts.flows
      .filter((flow) => flow.hosts.length > 0 && flow.sources.some(({ kind }) => kind === 'cookie'))
      .map((flow) =>
        evidenceAt(facts, {
          rule: 'cookies-to-host',
          severity: 'low',
          message: flowMessage(facts, flow, 'cookies'),
          node: flow.sink.node,
          host: flow.hosts[0],
        }),
      )
      .slice(0, 4),
};
