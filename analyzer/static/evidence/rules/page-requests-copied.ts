import { functionAround } from '../../flow/calls.ts';
import { paymentFunctions } from '../../flow/hooks.ts';
import type { Flow, FlowFacts } from '../../flow/index.ts';
import { flowMessage, flowSteps } from '../flow-message.ts';
import { evidenceAt, type EvidenceRule } from '../rule.ts';
import { graded, signsOf, weightOf } from '../signs.ts';

/** Agents that measure requests wrap the same functions, but report addresses, times and codes; some keep bodies, too. */
export const pageRequestsCopied: EvidenceRule = {
  name: 'page-requests-copied',
  meaning:
    'A function by which the page sends or packs its data, or gives a card to its payment library, is replaced, and what passes through is sent to a host named in the script.',
  severity: ['low', 'critical'],
  find: (facts) =>
    facts.flows
      .filter(
        (flow) =>
          flow.hosts.length > 0 &&
          flow.sources.some(({ kind }) => kind === 'request') &&
          !isCallers(facts, flow),
      )
      .slice(0, 4)
      .map((flow) => {
        const signs = signsOf(facts, flow);
        const taken = paymentFunctionOf(facts, flow);
        const ofCards =
          taken !== null ||
          /card|cvv|cvc|csc|\bcc_|ccnum|payment|checkout|\\d\{1[36]/i.test(textAround(facts, flow));
        return evidenceAt(facts, {
          rule: 'page-requests-copied',
          severity: graded(
            weightOf(signs) + (ofCards ? 2 : 0),
            [
              [3, 'critical'],
              [2, 'high'],
              [1, 'medium'],
            ],
            'low',
          ),
          message: flowMessage(
            facts,
            flow,
            {
              words: taken === null ? 'what the page itself sends' : `what the shop hands to \`${taken}\``,
              pronoun: 'it',
            },
            signs,
          ),
          node: flow.sink.node,
          host: flow.hosts[0],
          steps: flowSteps(facts, flow),
        });
      }),
};

/** The payment library's function in whose place the script puts its own, when it is one. */
function paymentFunctionOf({ code }: FlowFacts, flow: Flow): string | null {
  const read = flow.sources.find(({ kind }) => kind === 'request');
  for (let made = read && functionAround(code, read.node); made; made = functionAround(code, made)) {
    const assignment = code.parentOf(made);
    if (assignment?.type !== 'AssignmentExpression' || assignment.left.type !== 'MemberExpression') continue;
    const name = code.folder.nameOf(assignment.left);
    if (name !== null && paymentFunctions.includes(name)) return name;
  }
  return null;
}

const packs = /^(?:JSON\.(?:stringify|parse)|fetch|navigator\.sendBeacon)$/;

/** Whether the data only leaves by way of whoever called the replaced function, as it would without it. */
function isCallers({ code }: FlowFacts, flow: Flow): boolean {
  const made = functionAround(code, flow.sources.find(({ kind }) => kind === 'request')!.node);
  return flow.steps.some(
    (step) =>
      step !== flow.sink.node &&
      step.type === 'CallExpression' &&
      packs.test(code.pathOf(step.callee) ?? '') &&
      made !== null &&
      (step.start < made.start || step.end > made.end),
  );
}

/** The text of the function in which it happens. */
function textAround({ code }: FlowFacts, flow: Flow): string {
  const made = functionAround(code, flow.sources[0]?.node ?? flow.sink.node);
  return made ? code.text.slice(made.start, Math.min(made.end, made.start + 3000)) : '';
}
