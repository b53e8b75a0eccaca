import type { AnyNode } from 'acorn';
import type { FlowFacts } from '../flow/index.ts';

/** String literals and template pieces of a script that match, in source order, at most `limit`; among the notable ones. */
export function literalsMatching(
  { atoms }: FlowFacts,
  pattern: RegExp,
  limit = 20,
): { node: AnyNode; text: string }[] {
  const found: { node: AnyNode; text: string }[] = [];
  for (const node of atoms.notable) {
    if (found.length >= limit) break;
    const text = node.type === 'TemplateElement' ? (node.value.cooked ?? '') : (node.value as string);
    if (pattern.test(text.slice(0, 20_000))) found.push({ node, text });
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

/** The node that holds a text exactly; null when none does. For the few texts that a rule has already found. */
export function nodeOfText({ code }: FlowFacts, text: string): AnyNode | null {
  const found = code.tree.nodes.find(
    (node) =>
      (node.type === 'Literal' && node.value === text) ||
      (node.type === 'TemplateElement' && (node.value.cooked ?? '') === text),
  );
  return found ?? null;
}
