import { gateOf } from '../checkout.ts';
import { evidenceAt, excerpt, type EvidenceRule } from '../rule.ts';

export const checkoutGate: EvidenceRule = {
  name: 'checkout-gate',
  meaning: 'The script asks whether it is on a checkout page and reads form fields.',
  severity: ['low', 'medium'],
  find: (facts) => {
    const gate = gateOf(facts);
    if (!gate || facts.behaviour.fields.length === 0) return [];
    const leaves = facts.flows.some(
      (flow) => flow.hosts.length > 0 && flow.sources.some((one) => one.fields.length > 0),
    );
    return [
      evidenceAt(facts, {
        rule: 'checkout-gate',
        severity: leaves ? 'medium' : 'low',
        message: `Acts on checkout pages only: ${excerpt(facts, gate)}`,
        node: gate,
      }),
    ];
  },
};
