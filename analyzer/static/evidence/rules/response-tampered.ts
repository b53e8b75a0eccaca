import type { AnyNode } from 'acorn';
import { argumentAt, isCall } from '../../ast.ts';
import type { FlowFacts } from '../../flow/index.ts';
import { hostsIn } from '../../flow/hosts.ts';
import { evidenceAt, excerpt, type EvidenceRule } from '../rule.ts';

/** Workers between a site and its visitors honestly cache and rewrite; they do not take down the site's defences for it. */
export const responseTampered: EvidenceRule = {
  name: 'response-tampered',
  meaning:
    'A worker between the site and its visitors takes away protecting headers, reads sign-in headers, or puts foreign scripts into pages.',
  severity: ['low', 'high'],
  find: (facts) => {
    const { code } = facts;
    const [answers] = code.membersNamed('respondWith');
    if (!answers) return [];
    const undefended = headerCall(facts, ['delete'], /^content-security-policy|^x-frame-options$/i);
    const spied = headerCall(facts, ['get'], /^(?:authorization|cookie|set-cookie)$/i);
    const injected = injectedScript(facts);
    const what = [
      ...(undefended ? ["takes away the page's protection"] : []),
      ...(spied ? ['reads sign-in headers'] : []),
      ...(injected ? [`puts a script from ${injected.host} into pages`] : []),
    ];
    const node = injected?.node ?? undefended ?? spied;
    if (!node) return [];
    return [
      evidenceAt(facts, {
        rule: 'response-tampered',
        severity: what.length >= 2 ? 'high' : injected ? 'medium' : 'low',
        message: `Stands between the site and its visitors and ${what.join(', ')}: ${excerpt(facts, node)}`,
        node,
        host: injected?.host,
      }),
    ];
  },
};

function headerCall({ code }: FlowFacts, methods: readonly string[], header: RegExp): AnyNode | null {
  for (const method of methods)
    for (const member of code.membersNamed(method)) {
      const call = code.parentOf(member);
      if (!isCall(call) || call.callee !== member) continue;
      const name = code.folder.fullText(argumentAt(call, 0));
      if (name !== null && header.test(name)) return call;
    }
  return null;
}

/** Markup of a script with an address of its own, in a text of the worker. */
function injectedScript({ atoms }: FlowFacts): { node: AnyNode; host: string } | null {
  for (const node of atoms.addresses) {
    const text = node.type === 'TemplateElement' ? (node.value.cooked ?? '') : String(node.value);
    const markup = /<script\b[^>]*\bsrc\s*=[^>]*>/i.exec(text.slice(0, 20_000))?.[0];
    const [host] = markup === undefined ? [] : hostsIn(markup);
    if (host !== undefined) return { node, host };
  }
  return null;
}
