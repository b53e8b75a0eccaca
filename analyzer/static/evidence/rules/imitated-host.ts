import { imitated } from '../lookalike.ts';
import { evidenceAt, type EvidenceRule } from '../rule.ts';
import { placeOfText } from '../texts.ts';

export const imitatedHost: EvidenceRule = {
  name: 'imitated-host',
  meaning: 'A host named in the script borrows or misspells the name of a well-known service.',
  severity: ['medium', 'high'],
  find: (facts) =>
    facts.behaviour.hosts.flatMap((host) => {
      const service = imitated(host);
      if (service === null) return [];
      const reads = facts.flows.some(
        (flow) => flow.hosts.includes(host) && flow.sources.some((one) => one.fields.length > 0),
      );
      return [
        evidenceAt(facts, {
          rule: 'imitated-host',
          severity: reads ? 'high' : 'medium',
          message: `The host ${host} looks like ${service} but is not`,
          node: placeOfText(facts, host),
          host,
        }),
      ];
    }),
};
