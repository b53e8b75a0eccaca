import type { Evidence } from '../../../../core/schema/index.ts';
import { createPositions, snippetAround } from '../../position.ts';
import type { FlowFacts } from '../../flow/index.ts';
import { hostsOf } from '../../flow/hosts.ts';
import { imitated } from '../lookalike.ts';
import { evidenceAt, type EvidenceRule } from '../rule.ts';
import { placeOfText } from '../texts.ts';

export const imitatedHost: EvidenceRule = {
  name: 'imitated-host',
  meaning: 'A host named in the script borrows or misspells the name of a well-known service.',
  severity: ['medium', 'high'],
  find: (facts) =>
    namedHosts(facts).flatMap((host) => {
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

/** Hosts the script names, those included that only a choice or a parameter leads to: `(secure ? 'https:' : 'http:') + '//x'`. */
function namedHosts({ behaviour, sinks, code }: FlowFacts): string[] {
  const loads = sinks.filter(({ name }) => name === 'script' || name === 'iframe').slice(0, 20);
  const led = loads.flatMap(({ addresses }) => addresses.flatMap((address) => hostsOf(code, address)));
  return [...new Set([...behaviour.hosts, ...led])];
}

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
