import { everyField } from '../../flow/selectors.ts';
import { toldFields, flowMessage, flowSteps } from '../flow-message.ts';
import { evidenceAt, type EvidenceRule } from '../rule.ts';
import type { Flow } from '../../flow/index.ts';
import { graded, signsOf, strong, weightOf, type Sign } from '../signs.ts';

export const formHarvestToHost: EvidenceRule = {
  name: 'form-harvest-to-host',
  meaning: 'The content of every input, or of a whole form, is sent to a host named in the script.',
  severity: ['low', 'critical'],
  find: (facts) =>
    facts.flows
      .filter(
        (flow) =>
          flow.hosts.length > 0 &&
          flow.sources.some(
            (source) => (source.kind === 'field' || source.kind === 'form') && source.topic === 'every',
          ) &&
          !flow.sources.some((source) => source.topic === 'payment'),
      )
      .map((flow) => {
        const signs = signsOf(facts, flow);
        return evidenceAt(facts, {
          rule: 'form-harvest-to-host',
          severity: isDigest(flow, signs)
            ? 'low'
            : graded(
                weightOf(signs),
                [
                  [6, 'critical'],
                  [4, 'high'],
                  [2, 'medium'],
                ],
                'low',
              ),
          message: flowMessage(facts, flow, toldFields([everyField]), signs),
          node: flow.sink.node,
          field: everyField,
          host: flow.hosts[0],
          steps: flowSteps(facts, flow),
        });
      }),
};

/** A digest of what was typed is of no use to a thief; who looks for an address among all inputs to send one is an identity pixel. */
function isDigest({ transforms }: Flow, signs: readonly Sign[]): boolean {
  return transforms.includes('hash') && !signs.some((sign) => strong.has(sign));
}
