import type { AnyNode } from 'acorn';
import type { Code } from '../../static/flow/code.ts';
import { isBracketMember, Kind, Role } from '../../static/tree/index.ts';
import type { Answer, DecoderSandbox } from '../sandbox/sandbox.ts';
import { quoted } from '../source.ts';
import { Slicer } from '../slice.ts';
import { splice, type Replacement } from '../splice.ts';
import type { LayerOpener } from './layer.ts';

const limits = {
  expressions: 5_000,
  groups: 12,
  interrupted: 3,
  longSetUp: 50_000,
  textLength: 200_000,
  items: 5_000,
};

/**
 * Replaces calls whose result is a constant text, or a list of texts, by that result: decoders of any make, as long as
 * the page takes no part in them.
 */
export const openValues: LayerOpener = async ({ text, code }, sandbox) => {
  if (!code) return null;
  const replacements: Replacement[] = [];
  const before = sandbox.interrupted;
  for (const [setUp, expressions] of groupsOf(code)) {
    // One decoder that does not end is usually in the set-up of them all.
    const most = setUp.length > limits.longSetUp ? 1 : limits.interrupted;
    if (sandbox.interrupted - before >= most) break;
    const answers = await answersTo(code, setUp, expressions, sandbox);
    for (const [index, node] of expressions.entries()) {
      const written = writtenAs(answers[index]);
      if (written === null || written === text.slice(node.start, node.end)) continue;
      replacements.push({ start: node.start, end: node.end, text: written });
    }
  }
  if (replacements.length === 0) return null;
  return { kind: 'values', decoded: replacements.length, ...splice(text, replacements) };
};

/** Expressions that can be computed, outermost ones only, by the code that must run before them. */
function groupsOf(code: Code): [string, AnyNode[]][] {
  const { tree } = code;
  const slicer = new Slicer(code, 'stable');
  const groups = new Map<string, AnyNode[]>();
  let left = limits.expressions;
  for (let index = 0; index < tree.count && left > 0; index++) {
    if (!isCandidate(code, index)) continue;
    const node = tree.nodes[index]!;
    const setUp = slicer.setUpFor(node);
    if (setUp === null) continue;
    left--;
    const group = groups.get(setUp);
    if (group) group.push(node);
    else groups.set(setUp, [node]);
    index = tree.ends[index]! - 1;
  }
  // The decoders with the most callers first, should there be too many.
  return [...groups].sort(([, one], [, other]) => other.length - one.length).slice(0, limits.groups);
}

function isCandidate({ tree }: Code, index: number): boolean {
  const { kinds, roles, parents } = tree;
  if (roles[index] !== Role.value) return false;
  const parent = parents[index]!;
  const above = kinds[parent]!;
  // A statement of its own is run for what it does; what is called or written to is no value.
  if (
    above === Kind.ExpressionStatement ||
    above === Kind.UpdateExpression ||
    above === Kind.TaggedTemplateExpression
  )
    return false;
  if ((above === Kind.AssignmentExpression || above === Kind.ForInStatement) && index === parent + 1)
    return false;
  if ((above === Kind.CallExpression || above === Kind.NewExpression) && index === parent + 1) return false;
  switch (kinds[index]) {
    case Kind.CallExpression:
      return true;
    case Kind.MemberExpression:
      return isBracketMember(tree, index);
    case Kind.BinaryExpression:
      return (tree.nodes[index] as { operator?: string }).operator === '+';
    default:
      return false;
  }
}

async function answersTo(
  code: Code,
  setUp: string,
  expressions: readonly AnyNode[],
  sandbox: DecoderSandbox,
): Promise<readonly Answer[]> {
  const results = freeName(code.text);
  // What rests on chance or on the clock is no constant; `moments` counts how often either was asked.
  const tries = expressions.map(
    ({ start, end }) =>
      `try { ${results}.before = ${moments}(); ${results}.value = (${code.text.slice(start, end)}); ${results}.push(${moments}() === ${results}.before ? ${results}.value : undefined); } catch { ${results}.push(undefined); }`,
  );
  const program = `(function () { ${setUp};\nvar ${results} = [];\nif (${moments}() > 0) return ${results};\n${tries.join('\n')}\nreturn ${results}; })()`;
  try {
    const answer = await sandbox.evaluate(program);
    return Array.isArray(answer) ? (answer as readonly Answer[]) : [];
  } catch {
    return [];
  }
}

/** A function of the sandbox's prelude. */
const moments = '$moments';

function freeName(text: string): string {
  let name = '$results';
  while (text.includes(name)) name += '$';
  return name;
}

/** A text, or a list of texts and numbers, as source; null for anything that is better left as it stands. */
function writtenAs(answer: Answer): string | null {
  if (typeof answer === 'string') return answer.length > limits.textLength ? null : quoted(answer);
  if (!Array.isArray(answer)) return null;
  const items = answer as readonly Answer[];
  if (items.length === 0 || items.length > limits.items) return null;
  let texts = 0;
  const written: string[] = [];
  for (const item of items) {
    if (typeof item === 'string') {
      texts++;
      written.push(quoted(item));
    } else if (typeof item === 'number' && Number.isFinite(item)) written.push(String(item));
    else return null;
  }
  return texts > 0 ? `[${written.join(', ')}]` : null;
}
