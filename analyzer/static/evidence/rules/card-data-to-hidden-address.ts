import { toldFields, fieldsOfFlow, flowMessage, flowSteps } from '../flow-message.ts';
import { evidenceAt, type EvidenceRule } from '../rule.ts';
import { graded, signsOf, weightOf } from '../signs.ts';

export const cardDataToHiddenAddress: EvidenceRule = {
  name: 'card-data-to-hidden-address',
  meaning:
    'Card fields are read and what they hold is sent to an address that the script only makes at run time.',
  severity: ['low', 'high'],
  find: (facts) =>
    facts.flows
      .filter(
        (flow) =>
          flow.hosts.length === 0 &&
          !flow.sameSite &&
          flow.sink.name !== 'post-message' &&
          flow.sources.some((source) => source.topic === 'payment'),
      )
      .map((flow) => {
        const signs = signsOf(facts, flow);
        const fields = fieldsOfFlow(flow);
        return evidenceAt(facts, {
          rule: 'card-data-to-hidden-address',
          severity: graded(
            weightOf(signs),
            [
              [5, 'high'],
              [2, 'medium'],
            ],
            'low',
          ),
          message: flowMessage(facts, flow, toldFields(fields), signs),
          node: flow.sink.node,
          field: fields[0],
          steps: flowSteps(facts, flow),
        });
      }),
};
