import type { AnyNode } from 'acorn';
import { gateOf } from '../checkout.ts';
import type { FlowFacts } from '../../flow/index.ts';
import { hostsIn, hostsOf } from '../../flow/hosts.ts';
import { evidenceAt, excerpt, type EvidenceRule } from '../rule.ts';

/** Pages that thank for an order, where shops count their sales. */
const afterwards = /thank|post_?purchase|received|success|confirm/i;

export const checkoutGate: EvidenceRule = {
  name: 'checkout-gate',
  meaning:
    'The script asks whether it is on a checkout page and reads form fields there or loads a script from another host.',
  severity: ['low', 'medium'],
  find: (facts) => {
    const gate = gateOf(facts) ?? listedPages(facts);
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

const pages = /(?:check-?out|onepage|onestep|firecheckout|onestepcheckout)/gi;

/** A list of the checkout pages of several shop systems, as patterns hold it: `onepage|checkout|onestep`. */
function listedPages({ code }: FlowFacts): AnyNode | null {
  const list = code.tree.texts.find(
    (text) => text.length < 300 && text.includes('|') && (text.match(pages)?.length ?? 0) >= 3,
  );
  if (list === undefined) return null;
  return code.tree.nodes.find((node) => node.type === 'Literal' && node.value === list) ?? null;
}

/** The host of a script that is put into the page, or stands in a text that is markup of a script. */
function loadedFrom(facts: FlowFacts): string | undefined {
  return fromSinks(facts) ?? fromMarkup(facts);
}

function fromMarkup({ atoms }: FlowFacts): string | undefined {
  for (const node of atoms.addresses.slice(0, 400)) {
    const text = node.type === 'Literal' ? String(node.value) : (node.value.cooked ?? '');
    const [host] = /^\s*<script\b[^>]*\bsrc\s*=/i.test(text) ? hostsIn(text) : [];
    if (host !== undefined) return host;
  }
  return undefined;
}

function fromSinks({ code, sinks }: FlowFacts): string | undefined {
  return sinks
    .filter(({ name }) => name === 'script')
    .flatMap(({ addresses }) => addresses.flatMap((address) => hostsOf(code, address)))[0];
}
