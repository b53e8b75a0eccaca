import { flowMessage, flowSteps } from '../flow-message.ts';
import { evidenceAt, type EvidenceRule } from '../rule.ts';
import { graded, signsOf, weightOf } from '../signs.ts';

export const keystrokesToHost: EvidenceRule = {
  name: 'keystrokes-to-host',
  meaning: 'Key presses are recorded and sent to a host named in the script.',
  severity: ['medium', 'critical'],
  find: (facts) =>
    facts.flows
      .filter((flow) => flow.hosts.length > 0 && flow.sources.some((source) => source.kind === 'keys'))
      .map((flow) => {
        const signs = signsOf(facts, flow);
        return evidenceAt(facts, {
          rule: 'keystrokes-to-host',
          severity: graded(
            weightOf(signs),
            [
              [5, 'critical'],
              [3, 'high'],
            ],
            'medium',
          ),
          message: flowMessage(facts, flow, { words: 'key presses', pronoun: 'them' }, signs),
          node: flow.sink.node,
          field: flow.sources.find((source) => source.kind === 'keys')?.fields[0],
          host: flow.hosts[0],
          steps: flowSteps(facts, flow),
        });
      }),
};
