import type { AnyNode } from 'acorn';
import type { Evidence } from '../../../core/schema/index.ts';
import { argumentAt, isCall, unwrap } from '../ast.ts';
import { functionAround } from '../flow/calls.ts';
import type { FlowFacts } from '../flow/index.ts';
import { copiesOf } from './clipboard.ts';
import { evidenceAt, excerpt } from './rule.ts';
import { nodeOfText } from './texts.ts';
import { isWallet, seeksWallets } from './wallets.ts';

/** Within so many characters, what looks for addresses and what writes another belong together. */
const near = 4000;
const shown = /^(?:value|textContent|innerText|innerHTML|nodeValue|data)$/;

/**
 * Who looks for any address of a wallet and puts a fixed one in its place takes what was meant for somebody else. Wallets and shops
 * check addresses and show their own, too, but not the one for the other.
 */
export function swappedAddresses(facts: FlowFacts): Evidence[] {
  const { code } = facts;
  const wallets = code.tree.texts.filter(isWallet).slice(0, 20);
  if (wallets.length === 0) return [];
  const patterns = patternsOf(facts);
  const node = wallets
    .flatMap((wallet) => nodeOfText(facts, wallet) ?? [])
    .find((one) => patterns.some((pattern) => Math.abs(pattern.start - one.start) < near));
  if (!node) return [];
  const isNear = (one: AnyNode): boolean =>
    patterns.some((pattern) => Math.abs(pattern.start - one.start) < near) &&
    Math.abs(node.start - one.start) < near;
  const hook = copiesOf(code).find((one) => one.type === 'AssignmentExpression' && isNear(one));
  const swap = hook ?? replacing(facts, patterns) ?? copying(facts, isNear);
  if (!swap) return [];
  const how = hook
    ? 'the function that copies is replaced'
    : copiesOf(code).length > 0
      ? 'what the visitor copies is replaced'
      : 'what the page shows is replaced';
  return [
    evidenceAt(facts, {
      rule: 'wallet-drain',
      severity: hook || copiesOf(code).length > 0 ? 'high' : 'medium',
      message: `Looks for addresses of wallets and puts ${excerpt(facts, node)} in their place: ${how}`,
      node: swap,
      steps: [
        ['looks for addresses', patterns[0]!],
        ['its own address', node],
      ],
    }),
  ];
}

/** Regular expressions that look for addresses, as literals or as text. */
function patternsOf({ code }: FlowFacts): AnyNode[] {
  const found: AnyNode[] = [];
  for (const node of code.tree.nodes) {
    if (node.type !== 'Literal') continue;
    const pattern = 'regex' in node ? node.regex.pattern : node.value;
    if (typeof pattern === 'string' && pattern.length > 8 && seeksWallets(pattern)) found.push(node);
    if (found.length >= 8) break;
  }
  return found;
}

/** `text.replace(/0x…/g, '0x…')`, or `node.textContent = '0x…'` in the function that looks for addresses. */
function replacing({ code }: FlowFacts, patterns: readonly AnyNode[]): AnyNode | null {
  for (const member of [...code.membersNamed('replace'), ...code.membersNamed('replaceAll')]) {
    const call = code.parentOf(member);
    if (!isCall(call) || call.callee !== member) continue;
    const pattern = argumentAt(call, 0);
    const text = code.folder.fullText(argumentAt(call, 1));
    if (pattern && text !== null && isWallet(text) && patterns.includes(behind(code, pattern))) return call;
  }
  for (const pattern of patterns) {
    const around = functionAround(code, pattern);
    const [first, last] = around ? [around.start, around.end] : [pattern.start - near, pattern.start + near];
    for (const name of ['value', 'textContent', 'innerText', 'innerHTML', 'nodeValue', 'data'])
      for (const member of code.membersNamed(name)) {
        const user = code.parentOf(member);
        if (user?.type !== 'AssignmentExpression' || user.left !== member || !shown.test(name)) continue;
        if (user.start < first || user.end > last) continue;
        const { right } = user;
        const given = right.type === 'ConditionalExpression' ? [right.consequent, right.alternate] : [right];
        if (given.some((one) => isWallet(code.folder.fullText(one) ?? ''))) return user;
      }
  }
  return null;
}

const behind = (code: FlowFacts['code'], node: AnyNode): AnyNode => {
  const plain = unwrap(node);
  return plain.type === 'Identifier' ? (code.definitionOf(plain)?.node ?? plain) : plain;
};

/** A listener for copying that puts text of its own into the clipboard. */
function copying({ code }: FlowFacts, isNear: (one: AnyNode) => boolean): AnyNode | null {
  if (
    !code.tree.texts.some((text) => /^(?:on)?(?:copy|cut)$/.test(text)) &&
    code.membersNamed('oncopy').length === 0
  )
    return null;
  return (
    copiesOf(code).find(
      (one) => isCall(one) && code.folder.nameOf(one.callee as never) === 'setData' && isNear(one),
    ) ?? null
  );
}
