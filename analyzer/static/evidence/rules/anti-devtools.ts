import type { AnyNode } from 'acorn';
import { Kind } from '../../tree/index.ts';
import { evidenceAt, type EvidenceRule } from '../rule.ts';
import { literalsMatching } from '../texts.ts';

/** Honest code protects itself like this too. */
export const antiDevtools: EvidenceRule = {
  name: 'anti-devtools',
  meaning: 'The script notices or disturbs developer tools.',
  severity: ['low', 'low'],
  find: (facts) => {
    const node = windowGap(facts.code) ?? debuggerInLoop(facts.code) ?? named(facts);
    if (!node) return [];
    return [
      evidenceAt(facts, {
        rule: 'anti-devtools',
        severity: 'low',
        message: 'Tries to notice or disturb developer tools',
        node,
      }),
    ];
  },
};

type Facts = Parameters<EvidenceRule['find']>[0];
type Code = Facts['code'];

/** `window.outerWidth - window.innerWidth > 160` */
function windowGap(code: Code): AnyNode | null {
  for (const member of code.membersNamed('outerWidth')) {
    const parent = code.parentOf(member);
    if (parent?.type !== 'BinaryExpression' || parent.operator !== '-') continue;
    const other = parent.left === member ? parent.right : parent.left;
    if (other.type === 'MemberExpression' && code.folder.nameOf(other) === 'innerWidth') return parent;
  }
  return null;
}

function debuggerInLoop(code: Code): AnyNode | null {
  const { kinds, nodes, count } = code.tree;
  if (!code.text.includes('debugger')) return null;
  for (let index = 0; index < count; index++)
    if (kinds[index] === Kind.DebuggerStatement) return nodes[index]!;
  return null;
}

/** Code as text that stops a debugger. */
function named(facts: Facts): AnyNode | null {
  if (!facts.code.text.includes('debu')) return null;
  return literalsMatching(facts, /^debugger;?$|^(?:while \(true\) \{\}|debu)$/, 1)[0]?.node ?? null;
}
