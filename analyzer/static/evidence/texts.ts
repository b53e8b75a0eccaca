import type { AnyNode, Literal } from 'acorn';
import type { FlowFacts } from '../flow/index.ts';
import { Kind } from '../tree/index.ts';

/** String literals and template pieces of a script that match, in source order, at most `limit`. */
export function literalsMatching(
  { code }: FlowFacts,
  pattern: RegExp,
  limit = 20,
): { node: AnyNode; text: string }[] {
  const found: { node: AnyNode; text: string }[] = [];
  const { kinds, nodes, count } = code.tree;
  for (let index = 0; index < count && found.length < limit; index++) {
    const kind = kinds[index];
    if (kind !== Kind.Literal && kind !== Kind.TemplateElement) continue;
    const node = nodes[index]!;
    const text = node.type === 'TemplateElement' ? (node.value.cooked ?? '') : (node as Literal).value;
    if (typeof text === 'string' && pattern.test(text.slice(0, 20_000))) found.push({ node, text });
  }
  return found;
}

/** The first literal that holds a text; the program when none does (it was put together). */
export function placeOfText(facts: FlowFacts, text: string): AnyNode {
  for (const node of facts.atoms.addresses) {
    const held = node.type === 'TemplateElement' ? (node.value.cooked ?? '') : (node.value as string);
    if (held.toLowerCase().includes(text)) return node;
  }
  return facts.code.tree.program;
}
