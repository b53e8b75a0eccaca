import type { AnyNode, MemberExpression, ObjectExpression, VariableDeclarator } from 'acorn';
import type { Code } from '../../static/flow/code.ts';
import { Kind, Role } from '../../static/tree/index.ts';
import type { Script } from '../script.ts';
import { quoted } from '../source.ts';
import { splice, type Replacement } from '../splice.ts';
import type { OpenedLayer } from './layer.ts';

/** Names that flattening gives the members of the objects it keeps texts and functions in. */
const memberName = /^[a-zA-Z]{5}$/;

/**
 * Puts the texts that flattening keeps in objects where they are read: `o.aBcDe` becomes `"text"`. webcrack does so only
 * where every member of the object is one that it knows; one that is not hides the others, and what depends on them.
 */
export function inlineKeptTexts({ text, code }: Script): OpenedLayer | null {
  if (!code) return null;
  const replacements: Replacement[] = [];
  for (let index = 0; index < code.tree.count; index++) {
    if (code.tree.kinds[index] !== Kind.VariableDeclarator) continue;
    const { id, init } = code.tree.nodes[index] as VariableDeclarator;
    if (id.type !== 'Identifier' || init?.type !== 'ObjectExpression') continue;
    const texts = textsIn(init);
    if (texts.size === 0) continue;
    const uses = readsOf(code, id);
    for (const { start, end, property } of uses ?? []) {
      const kept = texts.get(property.type === 'Identifier' ? property.name : '');
      if (kept !== undefined) replacements.push({ start, end, text: quoted(kept) });
    }
  }
  if (replacements.length === 0) return null;
  return { kind: 'webcrack', decoded: replacements.length, ...splice(text, replacements) };
}

/** The object's texts by name; none when a name is written twice or hidden. */
function textsIn({ properties }: ObjectExpression): Map<string, string> {
  const texts = new Map<string, string>();
  const names = new Set<string>();
  for (const property of properties) {
    if (property.type !== 'Property' || property.computed || property.key.type !== 'Identifier')
      return new Map();
    const { name } = property.key;
    if (names.has(name) || !memberName.test(name) || property.kind !== 'init') return new Map();
    names.add(name);
    if (property.value.type === 'Literal' && typeof property.value.value === 'string')
      texts.set(name, property.value.value);
  }
  return texts;
}

/** Where members of a name are read that is used for nothing else and written nowhere; null when it is. */
function readsOf(code: Code, id: AnyNode & { type: 'Identifier' }): MemberExpression[] | null {
  const { tree } = code;
  const reads: MemberExpression[] = [];
  for (const index of code.variableOf(id)?.identifiers ?? []) {
    const node = tree.nodes[index]!;
    if (node === id) continue;
    const member = code.parentOf(node);
    if (tree.roles[index] !== Role.value || member?.type !== 'MemberExpression' || member.object !== node)
      return null;
    const user = code.parentOf(member);
    const isChanged =
      (user?.type === 'AssignmentExpression' && user.left === member) ||
      (user?.type === 'UnaryExpression' && user.operator === 'delete') ||
      user?.type === 'UpdateExpression' ||
      user?.type === 'ArrayPattern' ||
      user?.type === 'AssignmentPattern' ||
      user?.type === 'RestElement' ||
      (user?.type === 'Property' && code.parentOf(user)?.type === 'ObjectPattern') ||
      ((user?.type === 'ForInStatement' || user?.type === 'ForOfStatement') && user.left === member);
    if (member.computed || isChanged) return null;
    reads.push(member);
  }
  return reads;
}
