import type { Evidence } from '../../../../core/schema/index.ts';
import { createPositions, snippetAround } from '../../position.ts';
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

/** The same of text that no parser takes. */
export function imitatedHostsInText(text: string, hosts: readonly string[]): Evidence[] {
  const positions = createPositions(text);
  return hosts.flatMap((host) => {
    const service = imitated(host);
    const start = text.toLowerCase().indexOf(host);
    if (service === null || start < 0) return [];
    return [
      {
        rule: 'imitated-host',
        severity: 'medium' as const,
        message: `The host ${host} looks like ${service} but is not`,
        location: positions.at(start),
        snippet: snippetAround(text, start, start + host.length, 200),
        host,
      },
    ];
  });
}
