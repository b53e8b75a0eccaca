import type { AnyNode, AssignmentExpression, Identifier, MemberExpression } from 'acorn';
import { calledFunctions } from './calls.ts';
import type { Code } from './code.ts';
import { source } from './sources.ts';
import type { Source } from './types.ts';

/** By what is replaced: which parameter holds what the page sends, and the property of it that does. */
const hooked: readonly (readonly [path: RegExp, name: string, parameter: number, property: string | null])[] =
  [
    [/^fetch$/, 'fetch', 1, 'body'],
    [/^XMLHttpRequest\.prototype\.send$/, 'send', 0, null],
    [/^navigator\.sendBeacon$|^Navigator\.prototype\.sendBeacon$/, 'sendBeacon', 1, null],
    [/^JSON\.stringify$/, 'stringify', 0, null],
    [/^JSON\.parse$/, 'parse', 0, null],
    [/^FormData\.prototype\.(?:append|set)$/, 'append', 1, null],
  ];
const maxSources = 20;

/**
 * What the page itself sends, where a script puts its own function in the place of one that sends or packs: `fetch = function
 * (url, options) { … options.body … }`. Addresses are left out: agents that measure requests report them openly.
 */
export function hookSources(code: Code): Source[] {
  const found: Source[] = [];
  for (const [path, name, parameter, property] of hooked) {
    for (const member of code.membersNamed(name).slice(0, 40)) {
      const assignment = replacing(code, member);
      if (!assignment || !path.test(code.pathOf(member) ?? '')) continue;
      for (const made of calledFunctions(code, assignment.right).slice(0, 2)) {
        const given = made.params[parameter];
        if (given?.type === 'Identifier')
          for (const read of readsOf(code, given, property)) found.push(source('request', read));
        for (const read of argumentsOf(code, made, parameter, property)) found.push(source('request', read));
        if (name === 'stringify')
          for (const text of packedBy(code, made)) found.push(source('request', text));
      }
    }
  }
  for (const name of paymentFunctions) found.push(...wrappedArguments(code, name));
  return found.slice(0, maxSources);
}

/** What payment libraries call the functions that take a card. */
export const paymentFunctions: readonly string[] = [
  ...['createToken', 'createSource', 'createPaymentMethod', 'confirmCardPayment', 'confirmCardSetup'],
  ...['confirmPayment', 'handleCardPayment', 'tokenize', 'tokenizeCard', 'dispatchData', 'submitCard'],
  ...['requestPaymentMethod', 'encryptCard'],
];

/** What is handed to such a function, where the script keeps the real one and puts its own in the place of it. */
function wrappedArguments(code: Code, name: string): Source[] {
  const members = code.membersNamed(name).slice(0, 40);
  const kept = members.flatMap((member) => keptIn(code, member));
  if (kept.length === 0) return [];
  return members.flatMap((member) => {
    const assignment = replacing(code, member);
    if (!assignment) return [];
    return calledFunctions(code, assignment.right)
      .slice(0, 2)
      .filter((made) => kept.some((name) => isNamedIn(code, name, made)))
      .flatMap((made) => made.params.slice(0, 4))
      .map((parameter) => (parameter.type === 'RestElement' ? parameter.argument : parameter))
      .flatMap((parameter) => readsOf(code, parameter, null))
      .map((read) => source('request', read));
  });
}

/** `var real = sdk.createToken`, `real = sdk.createToken.bind(sdk)`: what the real one is kept in. */
function keptIn(code: Code, member: MemberExpression): Identifier[] {
  let value: AnyNode = member;
  let parent = code.parentOf(value);
  if (
    parent?.type === 'MemberExpression' &&
    parent.object === value &&
    code.folder.nameOf(parent) === 'bind'
  ) {
    const call = code.parentOf(parent);
    if (call?.type !== 'CallExpression') return [];
    value = call;
    parent = code.parentOf(call);
  }
  const name =
    parent?.type === 'VariableDeclarator' && parent.init === value
      ? parent.id
      : parent?.type === 'AssignmentExpression' && parent.right === value
        ? parent.left
        : null;
  return name?.type === 'Identifier' ? [name] : [];
}

/** Whether the function uses the variable: it hands on to the real one. */
function isNamedIn(code: Code, name: Identifier, made: AnyNode): boolean {
  const uses = code.variableOf(name)?.identifiers ?? [];
  return uses.some((index) => {
    const { start } = code.tree.nodes[index]!;
    return start > made.start && start < made.end;
  });
}

function replacing(code: Code, member: MemberExpression): AssignmentExpression | null {
  const parent = code.parentOf(member);
  return parent?.type === 'AssignmentExpression' && parent.left === member && parent.operator === '='
    ? parent
    : null;
}

/** Reads of a parameter, or of a property of it. */
function readsOf(code: Code, parameter: AnyNode, property: string | null): AnyNode[] {
  const variable = parameter.type === 'Identifier' ? code.variableOf(parameter) : null;
  const reads = (variable?.identifiers.slice(0, 60) ?? [])
    .map((index) => code.tree.nodes[index]!)
    .filter((node) => node !== parameter && !isForwarded(code, node));
  return property === null ? reads : reads.flatMap((read) => partOf(code, read, property));
}

function partOf(code: Code, read: AnyNode, property: string): AnyNode[] {
  const member = code.parentOf(read);
  return member?.type === 'MemberExpression' &&
    member.object === read &&
    code.folder.nameOf(member) === property
    ? [member]
    : [];
}

/** `arguments[1].body`. */
function argumentsOf(code: Code, made: AnyNode, parameter: number, property: string | null): AnyNode[] {
  const { nodes, ends } = code.tree;
  const first = made.index ?? -1;
  if (first < 0) return [];
  const found: AnyNode[] = [];
  for (let index = first; index < Math.min(ends[first]!, first + 2000); index++) {
    const node = nodes[index]!;
    if (
      node.type !== 'MemberExpression' ||
      node.object.type !== 'Identifier' ||
      node.object.name !== 'arguments'
    )
      continue;
    if (code.folder.nameOf(node) !== String(parameter)) continue;
    found.push(...(property === null ? [node] : partOf(code, node, property)));
  }
  return found.slice(0, 8);
}

/** What the real `JSON.stringify` gives back, inside the function in its place: `real.apply(JSON, arguments)`. */
function packedBy(code: Code, made: AnyNode): AnyNode[] {
  const { nodes, ends } = code.tree;
  const first = made.index ?? -1;
  const found: AnyNode[] = [];
  if (first < 0) return found;
  for (let index = first; index < Math.min(ends[first]!, first + 2000); index++) {
    const node = nodes[index]!;
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') continue;
    if (!/^(?:call|apply)$/.test(code.folder.nameOf(node.callee) ?? '')) continue;
    if (node.arguments.length > 1 && code.parentOf(node)?.type !== 'ReturnStatement') found.push(node);
  }
  return found.slice(0, 4);
}

/** Handed on to what was there before: `real.call(this, body)`, `send(body)`; that is no leak. */
function isForwarded(code: Code, read: AnyNode): boolean {
  const call = code.parentOf(read);
  if (call?.type !== 'CallExpression' || call.callee === read) return false;
  const { callee } = call;
  return callee.type === 'MemberExpression' && /^(?:call|apply)$/.test(code.folder.nameOf(callee) ?? '');
}
