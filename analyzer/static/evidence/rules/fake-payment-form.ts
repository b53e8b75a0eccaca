import { evidenceAt, type EvidenceRule } from '../rule.ts';
import { literalsMatching } from '../texts.ts';

const cardInput =
  /<(?:input|select)\b[^>]*(?:cc[_-]?(?:num|cid|exp|cvv|csc)|card[_-]?(?:num|holder|cvv|cvc|code)|cardnumber|\bcvv2?\b|\bcvc\b|cc-(?:number|csc|exp)|Card Number|payment\[cc)/i;

/** Checkout pages and payment SDKs build such forms too; with a flow to a host it is graded higher. */
export const fakePaymentForm: EvidenceRule = {
  name: 'fake-payment-form',
  meaning: 'HTML with inputs for card data is kept as text in the script and put into the page.',
  severity: ['low', 'high'],
  find: (facts) => {
    const [first] = literalsMatching(facts, cardInput, 1);
    if (!first) return [];
    const leaving = facts.flows.find(
      (flow) => flow.hosts.length > 0 && flow.sources.some((one) => one.fields.length > 0),
    );
    const isHidden = /display\s*:\s*none/i.test(first.text);
    return [
      evidenceAt(facts, {
        rule: 'fake-payment-form',
        severity: leaving ? 'high' : isHidden ? 'medium' : 'low',
        message: leaving
          ? `Brings its own form for card data and sends fields to ${leaving.hosts[0] ?? ''}`
          : 'Brings its own form for card data',
        node: first.node,
        host: leaving?.hosts[0],
      }),
    ];
  },
};
