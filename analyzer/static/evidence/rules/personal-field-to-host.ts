import { ownMarkup } from '../../flow/own-forms.ts';
import { toldFields, fieldsOfFlow, flowMessage, flowSteps } from '../flow-message.ts';
import { evidenceAt, type EvidenceRule } from '../rule.ts';
import type { Severity } from '../../../../core/schema/index.ts';
import type { Flow, FlowFacts } from '../../flow/index.ts';
import { graded, secret, signsOf, weightOf, type Sign } from '../signs.ts';

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
          severity: severityOf(facts, flow, fields, signs),
          message: flowMessage(facts, flow, toldFields(fields), signs),
          node: flow.sink.node,
          field: fields[0],
          host: flow.hosts[0],
          steps: flowSteps(facts, flow),
        });
      }),
};

function severityOf(
  { code }: FlowFacts,
  flow: Flow,
  fields: readonly string[],
  signs: readonly Sign[],
): Severity {
  const severity = graded(
    weightOf(signs),
    [
      [5, 'high'],
      [3, 'medium'],
      [2, 'low'],
    ],
    'info',
  );
  if (signs.some((sign) => secret.has(sign))) return severity;
  const isGrave = severity === 'high' || severity === 'medium';
  // Whoever fills in a form that the script itself puts up means to send it.
  const own = ownMarkup(code);
  if (own && fields.every((field) => own.fields.includes(field) && !/pass|pwd|\bpin\b|otp/i.test(field)))
    return isGrave ? 'low' : severity;
  const isAddress = fields.every((field) => /e-?mail/i.test(field));
  if (signs.includes('encoded')) return isAddress && isGrave ? 'medium' : severity;
  // Identity pixels send digests of addresses and numbers, as their vendors ask them to.
  if (flow.transforms.includes('hash')) return isGrave ? 'low' : severity;
  if (!isAddress) return severity;
  // An address alone is what newsletters ask for, and reminders of a cart; it is told, and no more.
  return isGrave ? 'low' : severity;
}
