import type { FlowFacts } from '../../flow/index.ts';
import { flowMessage } from '../flow-message.ts';
import { evidenceAt, type EvidenceRule } from '../rule.ts';

/** Analytics do this on many sites; `cookies-sent` tells when all of them were seen to leave. */
export const cookiesToHost: EvidenceRule = {
  name: 'cookies-to-host',
  meaning: 'Cookies of the page are read and sent to a host named in the script.',
  severity: ['low', 'medium'],
  find: (facts) =>
    facts.flows
      .filter((flow) => flow.hosts.length > 0 && flow.sources.some(({ kind }) => kind === 'cookie'))
      .map((flow) =>
        evidenceAt(facts, {
          rule: 'cookies-to-host',
          severity: takesStorage(facts) ? 'medium' : 'low',
          message: flowMessage(facts, flow, {
            words: takesStorage(facts) ? 'cookies and all that the page stores' : 'cookies',
            pronoun: 'them',
          }),
          node: flow.sink.node,
          host: flow.hosts[0],
        }),
      )
      .slice(0, 4),
};

/** `{...localStorage}`, `JSON.stringify(sessionStorage)`, `{ l: localStorage }`: all of it, whatever it is. */
function takesStorage({ atoms, code }: FlowFacts): boolean {
  return atoms.names.some((name) => {
    if (name.type !== 'Identifier' || !/^(?:local|session)Storage$/.test(name.name)) return false;
    const parent = code.parentOf(name);
    const value = parent?.type === 'MemberExpression' && parent.property === name ? parent : name;
    const user = code.parentOf(value);
    if (user?.type === 'SpreadElement') return true;
    if (user?.type === 'Property')
      return user.value === value && code.parentOf(user)?.type === 'ObjectExpression';
    if (user?.type !== 'CallExpression') return false;
    // What compilers make of `{...localStorage}`: `spread({}, localStorage)`.
    const [first] = user.arguments;
    const isSpread =
      user.arguments[1] === value && first?.type === 'ObjectExpression' && first.properties.length === 0;
    return (
      isSpread ||
      /^(?:JSON\.stringify|Object\.(?:assign|entries|keys|values))$/.test(code.pathOf(user.callee) ?? '')
    );
  });
}
