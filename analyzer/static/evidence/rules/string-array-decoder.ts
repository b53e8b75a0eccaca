import type { AnyNode, ArrayExpression } from 'acorn';
import { Kind } from '../../tree/index.ts';
import { evidenceAt, type EvidenceRule } from '../rule.ts';

/** Honest code is obfuscated like this too, so on its own it says little. */
export const stringArrayDecoder: EvidenceRule = {
  name: 'string-array-decoder',
  meaning: 'Names and texts are kept in one list and looked up by number, as obfuscators leave them.',
  severity: ['low', 'low'],
  find: (facts) => {
    const { code } = facts;
    const { kinds, nodes, count } = code.tree;
    if (facts.atoms.computed.length < 10) return [];
    for (let index = 0; index < count; index++) {
      if (kinds[index] !== Kind.ArrayExpression) continue;
      const list = nodes[index] as ArrayExpression;
      if (list.elements.length < 10 || !isNamed(code.parentOf(list), /^_0x|^_\$|^_{1,3}[0-9a-f]{4,}/))
        continue;
      const texts = list.elements.filter((one) => one?.type === 'Literal' && typeof one.value === 'string');
      if (texts.length < list.elements.length * 0.9) continue;
      return [
        evidenceAt(facts, {
          rule: 'string-array-decoder',
          severity: 'low',
          message: `Hides ${list.elements.length} names and texts in a list that is looked up by number`,
          node: list,
        }),
      ];
    }
    return [];
  },
};

function isNamed(holder: AnyNode | null, pattern: RegExp): boolean {
  if (holder?.type === 'VariableDeclarator')
    return holder.id.type === 'Identifier' && pattern.test(holder.id.name);
  return holder?.type === 'ReturnStatement';
}
