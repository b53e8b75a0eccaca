import { everyField } from '../../flow/selectors.ts';
import { toldFields, fieldsOfFlow, flowMessage, flowSteps } from '../flow-message.ts';
import { evidenceAt, type EvidenceRule } from '../rule.ts';
import { graded, signsOf, weightOf } from '../signs.ts';

/** Graded by secrecy: a payment SDK reads card fields and sends them to its host too, openly. */
export const cardFieldToHost: EvidenceRule = {
  name: 'card-field-to-host',
  meaning: 'Card fields are read and what they hold is sent to a host named in the script.',
  severity: ['medium', 'critical'],
  find: (facts) =>
    facts.flows
      .filter((flow) => flow.hosts.length > 0 && flow.sources.some((source) => source.topic === 'payment'))
      .map((flow) => {
        const signs = signsOf(facts, flow);
        const fields = fieldsOfFlow(flow).filter((field) => field !== everyField);
        return evidenceAt(facts, {
          rule: 'card-field-to-host',
          severity: graded(
            weightOf(signs),
            [
              [3, 'critical'],
              [2, 'high'],
            ],
            'medium',
          ),
          message: flowMessage(facts, flow, toldFields(fields), signs),
          node: flow.sink.node,
          field: fields[0],
          host: flow.hosts[0],
          steps: flowSteps(facts, flow),
        });
      }),
};
