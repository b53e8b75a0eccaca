import type { AnyNode } from 'acorn';
import { argumentAt, isCall, unwrap } from '../../ast.ts';
import type { FlowFacts } from '../../flow/index.ts';
import { evidenceAt, excerpt, type EvidenceRule } from '../rule.ts';

/** Names that somebody who searches a script for what it can do would look for. */
const telling =
  /^(?:eval|execScript|Function|constructor|userAgent|createElement|appendChild|insertBefore|document|body|head|cookie|location|href|src|write|innerHTML|outerHTML|referrer|fromCharCode|charCodeAt|charAt|indexOf|substr|substring|replace|split|exec|test|getElementById|getElementsByTagName|querySelector|querySelectorAll|addEventListener|setTimeout|XMLHttpRequest|ActiveXObject|RegExp|atob|unescape|fetch|sendBeacon|value)$/;
const tags = /^(?:script|iframe|object|embed)$/i;
const maxLooked = 600;

/**
 * Minifiers join what people split and never split names. Only pieces that are texts themselves count: what a decoder puts
 * together is `decoded-code-executed`'s and `string-array-decoder`'s matter.
 */
export const namesInPieces: EvidenceRule = {
  name: 'names-in-pieces',
  meaning: 'Names of what a script can do are put together from pieces, so that no search finds them.',
  severity: ['low', 'high'],
  find: (facts) => {
    const { code, atoms } = facts;
    const found = new Map<string, AnyNode>();
    for (const node of atoms.computed.slice(0, maxLooked)) {
      if (node.type !== 'MemberExpression' || node.property.type === 'PrivateIdentifier') continue;
      if (!isPieced(facts, node.property)) continue;
      const name = code.folder.nameOf(node);
      if (name !== null && telling.test(name) && !found.has(name)) found.set(name, node);
    }
    for (const member of code.membersNamed('createElement').slice(0, 40)) {
      const call = code.parentOf(member);
      const tag = isCall(call) && call.callee === member ? argumentAt(call, 0) : null;
      if (!tag || !isPieced(facts, tag)) continue;
      const name = code.folder.fullText(tag);
      if (name !== null && tags.test(name)) found.set(`<${name.toLowerCase()}>`, tag);
    }
    const [first] = found;
    if (!first) return [];
    const names = [...found.keys()].slice(0, 4);
    return [
      evidenceAt(facts, {
        rule: 'names-in-pieces',
        severity: found.size >= 5 ? 'high' : 'low',
        message: `Puts ${names.join(', ')}${found.size > 4 ? ' and more' : ''} together from pieces: ${excerpt(facts, first[1])}`,
        node: first[1],
      }),
    ];
  },
};

/** `'ev' + 'al'`, a variable that holds such or a piece, `'e_al'.replace('_', 'v')`, a choice that is none. */
function isPieced(facts: FlowFacts, start: AnyNode, depth = 0): boolean {
  if (depth > 4) return false;
  const node = unwrap(start);
  switch (node.type) {
    case 'BinaryExpression':
      return node.operator === '+' && endsInText(facts, node.right, 0);
    case 'CallExpression': {
      const { callee } = node;
      return (
        callee.type === 'MemberExpression' &&
        /^(?:replace|concat|join|reverse)$/.test(facts.code.folder.nameOf(callee) ?? '') &&
        facts.code.folder.fullText(node) !== null
      );
    }
    case 'Identifier': {
      const definition = facts.code.definitionOf(node);
      return definition !== null && isPieced(facts, definition.node, depth + 1);
    }
    default:
      return false;
  }
}

/** Whether the last term is a text of the script's own and not a number. */
function endsInText(facts: FlowFacts, start: AnyNode, depth: number): boolean {
  const node = unwrap(start);
  if (node.type === 'Literal') return typeof node.value === 'string';
  if (node.type === 'ConditionalExpression') return endsInText(facts, node.consequent, depth + 1);
  if (node.type !== 'Identifier' || depth > 3) return false;
  const definition = facts.code.definitionOf(node);
  return definition !== null && endsInText(facts, definition.node, depth + 1);
}
