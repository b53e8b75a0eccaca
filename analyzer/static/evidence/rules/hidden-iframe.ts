import type { AnyNode } from 'acorn';
import type { FlowFacts } from '../../flow/index.ts';
import { hostsIn, hostsOf } from '../../flow/hosts.ts';
import { isReadable } from '../../flow/readable.ts';
import { evidenceAt, excerpt, type EvidenceRule } from '../rule.ts';

const hiddenMarkup =
  /<\s*i?frame\b[^>]*(?:(?:width|height)\s*=\s*["']?[01](?:px)?\b|display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top)\s*:\s*-\d{3,})/i;
/** A frame in a box that is out of sight. */
const hiddenBox =
  /<\s*(?:div|span|p|td)\b[^>]*(?:display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|text-indent)\s*:\s*-\d{3,}|(?:width|height)\s*[:=]\s*["']?[01](?:px)?\b)[^>]*>\s*(?:<(?:div|span|p)[^>]*>\s*)?<\s*i?frame\b/i;

/** Measurement and consent frames hide too; those are told apart by a model, not here. */
export const hiddenIframe: EvidenceRule = {
  name: 'hidden-iframe',
  meaning: 'A frame nobody can see is put into the page and loads from another host.',
  severity: ['low', 'high'],
  find: (facts) => [...fromMarkup(facts), ...fromElements(facts)].slice(0, 10),
};

function fromMarkup(facts: FlowFacts) {
  return facts.sinks.flatMap((sink) => {
    if (sink.name !== 'iframe') return [];
    const text = sink.addresses.map((address) => facts.code.folder.text(address) ?? '').join('');
    if (!hiddenMarkup.test(text) && !hiddenBox.test(text)) return [];
    const [host] = hostsIn(text, false);
    const isSecret = host !== undefined && !isReadable(facts.code.text, host);
    return [
      evidenceAt(facts, {
        rule: 'hidden-iframe',
        severity: isSecret ? 'high' : 'medium',
        message: `Writes a frame that nobody can see into the page, loading from ${host ?? 'an address made at run time'}`,
        node: sink.node,
        host,
      }),
    ];
  });
}

function fromElements(facts: FlowFacts) {
  const { code } = facts;
  return facts.sinks.flatMap((sink) => {
    if (sink.name !== 'iframe' || sink.node.type !== 'AssignmentExpression') return [];
    const { left } = sink.node;
    if (left.type !== 'MemberExpression' || left.object.type !== 'Identifier') return [];
    const variable = code.variableOf(left.object);
    const host = sink.addresses.flatMap((address) => hostsOf(code, address))[0];
    if (!variable || host === undefined) return [];
    const isHidden = variable.identifiers.some((index) => hides(facts, code.tree.nodes[index]!));
    if (!isHidden) return [];
    const isSecret = !isReadable(code.text, host);
    return [
      evidenceAt(facts, {
        rule: 'hidden-iframe',
        severity: isSecret ? 'high' : 'low',
        message: `Opens a frame that nobody can see, loading from ${host}: ${excerpt(facts, sink.node)}`,
        node: sink.node,
        host,
      }),
    ];
  });
}

/** `f.width = 0`, `f.style.display = 'none'`, `f.style.cssText = 'visibility:hidden'`. */
function hides({ code }: FlowFacts, use: AnyNode): boolean {
  const own = code.parentOf(use);
  if (own?.type !== 'MemberExpression' || own.object !== use) return false;
  const outer = code.parentOf(own);
  const member = outer?.type === 'MemberExpression' && code.folder.nameOf(own) === 'style' ? outer : own;
  const assignment = code.parentOf(member);
  if (assignment?.type !== 'AssignmentExpression' || assignment.left !== member) return false;
  const name = code.folder.nameOf(member) ?? '';
  const value = code.folder.fullText(assignment.right) ?? '';
  if (/^(?:width|height|frameBorder)$/.test(name))
    return name !== 'frameBorder' && /^[01](?:px)?$/.test(value);
  return /^(?:display|visibility|cssText|left|top|style)$/.test(name) && /none|hidden|-\d{3,}/.test(value);
}
