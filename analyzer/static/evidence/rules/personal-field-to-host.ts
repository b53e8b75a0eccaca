import { fieldList, fieldsOfFlow, flowMessage, flowSteps } from '../flow-message.ts';
import { evidenceAt, type EvidenceRule } from '../rule.ts';
import { graded, signsOf, weightOf } from '../signs.ts';

/** Newsletter and login forms do this honestly, so it takes several signs to matter. */
export const personalFieldToHost: EvidenceRule = {
  name: 'personal-field-to-host',
  meaning: 'Personal or login fields are read and what they hold is sent to a host named in the script.',
  severity: ['info', 'high'],
  find: (facts) =>
    facts.flows
      .filter(
        (flow) =>
          flow.hosts.length > 0 &&
          flow.sources.some((source) => source.topic === 'personal') &&
          !flow.sources.some((source) => source.topic === 'payment' || source.topic === 'every'),
      )
      .map((flow) => {
        const signs = signsOf(facts, flow);
        const fields = fieldsOfFlow(flow);
        return evidenceAt(facts, {
          rule: 'personal-field-to-host',
          severity: graded(
            weightOf(signs),
            [
              [5, 'high'],
              [3, 'medium'],
              [2, 'low'],
            ],
            'info',
          ),
          message: flowMessage(facts, flow, fieldList(fields), signs),
          node: flow.sink.node,
          field: fields[0],
          host: flow.hosts[0],
          steps: flowSteps(facts, flow),
        });
      }),
};
