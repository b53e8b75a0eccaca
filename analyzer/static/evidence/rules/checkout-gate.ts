import { gateOf } from '../checkout.ts';
import type { FlowFacts } from '../../flow/index.ts';
import { hostsOf } from '../../flow/hosts.ts';
import { evidenceAt, excerpt, type EvidenceRule } from '../rule.ts';

/** Pages that thank for an order, where shops count their sales. */
const afterwards = /thank|post_?purchase|received|success|confirm/i;

export const checkoutGate: EvidenceRule = {
  name: 'checkout-gate',
  meaning:
    'The script asks whether it is on a checkout page and reads form fields there or loads a script from another host.',
  severity: ['low', 'medium'],
  find: (facts) => {
    const gate = gateOf(facts);
    const loaded = gate && !afterwards.test(excerpt(facts, gate)) ? loadedFrom(facts) : undefined;
    if (!gate || (facts.behaviour.fields.length === 0 && loaded === undefined)) return [];
    const leaves = facts.flows.some(
      (flow) => flow.hosts.length > 0 && flow.sources.some((one) => one.fields.length > 0),
    );
    return [
      evidenceAt(facts, {
        rule: 'checkout-gate',
        severity: leaves || loaded !== undefined ? 'medium' : 'low',
        message: `Acts on checkout pages only${loaded === undefined ? '' : ` and loads a script from ${loaded}`}: ${excerpt(facts, gate)}`,
        node: gate,
        host: loaded,
      }),
    ];
  },
};

/** The host of a script that is put into the page. */
function loadedFrom({ code, sinks }: FlowFacts): string | undefined {
  return sinks
    .filter(({ name }) => name === 'script')
    .flatMap(({ addresses }) => addresses.flatMap((address) => hostsOf(code, address)))[0];
}
