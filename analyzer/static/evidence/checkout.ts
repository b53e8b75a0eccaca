import type { AnyNode, BinaryExpression, Identifier, Statement } from 'acorn';
import { Kind } from '../tree/index.ts';
import type { FlowFacts } from '../flow/index.ts';

const checkoutWords =
  /check-?out|onepage|onestep|firecheckout|payment|billing|zahlung|kasse|paiement|basket\/pay/i;
const place = /(?:^|\.)location(?:\.(?:href|pathname|hash|search))?$|^document\.(?:URL|documentURI)$/;

const gates = new WeakMap<FlowFacts, AnyNode | null>();

/** The place where the script asks whether it is on a checkout page; null when it does not. */
export function gateOf(facts: FlowFacts): AnyNode | null {
  let gate = gates.get(facts);
  if (gate === undefined) {
    gate = findGate(facts);
    gates.set(facts, gate);
  }
  return gate;
}

function findGate({ code }: FlowFacts): AnyNode | null {
  for (const name of ['test', 'match', 'indexOf', 'includes', 'search', 'exec']) {
    for (const member of code.membersNamed(name)) {
      const call = code.parentOf(member);
      if (call?.type !== 'CallExpression' || call.callee !== member || call.arguments.length === 0) continue;
      const sides = [member.object, call.arguments[0] as AnyNode];
      const asksPlace = sides.some((side) => place.test(basePath(code, side)));
      if (asksPlace && sides.some((side) => speaksOfCheckout(code, side)) && !keepsOff(code, call))
        return call;
    }
  }
  return comparedPlace(code);
}

const maxComparisons = 400;

/** `location.pathname == '/checkout'`, decoded or not. */
function comparedPlace(code: Code): AnyNode | null {
  if (!code.text.includes('location')) return null;
  const { kinds, nodes, count } = code.tree;
  let looked = 0;
  for (let index = 0; index < count && looked < maxComparisons; index++) {
    if (kinds[index] !== Kind.BinaryExpression) continue;
    const node = nodes[index] as BinaryExpression;
    if (!/^[=!]==?$/.test(node.operator) || node.left.type === 'PrivateIdentifier') continue;
    looked++;
    const sides = [node.left, node.right];
    if (
      sides.some((side) => place.test(basePath(code, side))) &&
      sides.some((side) => checkoutWords.test(code.folder.fullText(side) ?? '')) &&
      keepsOff(code, node) === node.operator.startsWith('!')
    )
      return node;
  }
  return null;
}

type Code = FlowFacts['code'];

/** Whether what hangs on a condition is done where it does not hold: `if (!asked) …`, `if (asked) return;`, `asked || …`. */
function keepsOff(code: Code, condition: AnyNode): boolean {
  let isTurned = false;
  let at = condition;
  for (let depth = 0; depth < 12; depth++) {
    const parent = code.parentOf(at);
    if (parent?.type === 'UnaryExpression' && parent.operator === '!') isTurned = !isTurned;
    else if (parent?.type === 'BinaryExpression') {
      const other = parent.left === at ? parent.right : parent.left;
      if (/^(?:<|===?)$/.test(parent.operator) && isAbsence(code, other)) isTurned = !isTurned;
    } else if (parent?.type === 'LogicalExpression') {
      const next = code.parentOf(parent);
      if (parent.left === at && next?.type === 'ExpressionStatement')
        return isTurned !== (parent.operator === '||');
    } else if (parent?.type === 'IfStatement' && parent.test === at)
      return parent.alternate ? false : isTurned !== isExit(parent.consequent);
    else return false;
    at = parent;
  }
  return false;
}

/** What tells that nothing was found, or that a place is before the first. */
function isAbsence(code: Code, node: AnyNode): boolean {
  return /^(?:-1|0|null|false|!1)$/.test(code.text.slice(node.start, node.end));
}

function isExit(statement: Statement): boolean {
  const last = statement.type === 'BlockStatement' ? statement.body[0] : statement;
  return last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement';
}

/** Path of an expression, a text method called on it dropped: `location.href.toLowerCase()`. */
function basePath(code: Code, node: AnyNode): string {
  let at = node;
  for (let depth = 0; depth < 4; depth++) {
    const path = code.pathOf(at);
    const value = at.type === 'Identifier' && !place.test(path ?? '') ? firstValue(code, at) : null;
    if (path !== null && !value) return path;
    if (at.type === 'CallExpression') at = at.callee;
    else if (at.type === 'MemberExpression') at = at.object;
    else if (at.type === 'BinaryExpression') at = at.left;
    else if (value) at = value;
  }
  return '';
}

function firstValue(code: Code, name: Identifier): AnyNode | null {
  const variable = code.variableOf(name);
  const first = variable && code.definitionsOf(variable)[0];
  return first?.kind === 'value' ? first.node : null;
}

function speaksOfCheckout(code: Code, node: AnyNode, depth = 0): boolean {
  if (depth > 4) return false;
  if (node.type === 'Identifier') {
    const value = code.definitionOf(node)?.node;
    return value !== undefined && speaksOfCheckout(code, value, depth + 1);
  }
  if (node.type === 'Literal' && node.regex) return checkoutWords.test(node.regex.pattern);
  if (node.type === 'NewExpression' || node.type === 'CallExpression') {
    const first = node.arguments[0];
    if (first && code.pathOf(node.callee) === 'RegExp') return speaksOfCheckout(code, first, depth + 1);
  }
  return checkoutWords.test(code.folder.text(node) ?? '');
}
