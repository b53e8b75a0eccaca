import { flowMessage } from '../flow-message.ts';
import { evidenceAt, type EvidenceRule } from '../rule.ts';

/** Analytics send single cookies of their own; what takes all of them where no answer is awaited takes sessions. */
export const cookiesToHost: EvidenceRule = {
  name: 'cookies-to-host',
  meaning: 'Cookies of the page are read and sent to a host named in the script.',
  severity: ['low', 'medium'],
  find: (facts) =>
    facts.flows
      .filter((flow) => flow.hosts.length > 0 && flow.sources.some(({ kind }) => kind === 'cookie'))
      .map((flow) =>
        evidenceAt(facts, {
          rule: 'cookies-to-host',
          severity: flow.sink.name === 'image' || flow.sink.name === 'navigation' ? 'medium' : 'low',
          message: flowMessage(facts, flow, 'cookies'),
          node: flow.sink.node,
          host: flow.hosts[0],
        }),
      )
      .slice(0, 4),
};
