import type { AnyNode } from 'acorn';
import type { Evidence } from '../../../../core/schema/index.ts';
import { callbackUse } from '../../flow/callbacks.ts';
import { callersOf, functionAround } from '../../flow/calls.ts';
import type { Code } from '../../flow/code.ts';
import type { FlowFacts } from '../../flow/index.ts';
import { evidenceAt, type EvidenceRule } from '../rule.ts';
import { swappedAddresses } from '../swapped-addresses.ts';
import { literalsMatching, nodeOfText } from '../texts.ts';

const calls =
  /^(?:eth_sendTransaction|eth_signTypedData(?:_v[34])?|eth_sign|personal_sign|setApprovalForAll|increaseAllowance|signAllTransactions|signAndSendTransaction)$/;
/** More than one payment: all that the visitor has, or all that he will have. */
const unlimited =
  /f{32,}|\.repeat\(64\)|1157920892373161954|MaxUint|setApprovalForAll|a22cb465|increaseAllowance|\bpermit\b|signAllTransactions|signTypedData/i;
/** How much there is to take. */
const balances = /getBalance\b|balanceOf\b|getTokenAccountsByOwner/;
const address = /^0x[0-9a-f]{40}$/i;
/** The same as it stands in the data of a call, behind the sign of the function that gives a permission. */
const bareAddress = /^[0-9a-f]{40}$/i;
const permissions = /095ea7b3|a22cb465|39509351|d505accf/i;

export const walletDrain: EvidenceRule = {
  name: 'wallet-drain',
  meaning:
    "The visitor's wallet is asked for a transaction or a permission, to an address written in the script, or a copied wallet address is replaced by one.",
  severity: ['low', 'high'],
  find: (facts) => [...asked(facts), ...swappedAddresses(facts)],
};

function asked(facts: FlowFacts): Evidence[] {
  const { code } = facts;
  const usesWallet =
    code.membersNamed('ethereum').length > 0 ||
    code.hasGlobal('ethereum') ||
    /solana|phantom/i.test(code.text);
  if (!usesWallet) return [];
  const [call] = literalsMatching(facts, calls, 1);
  const methods = [
    'setApprovalForAll',
    'increaseAllowance',
    'permit',
    'approve',
    'sendTransaction',
    'signAllTransactions',
  ]
    .flatMap((name) => code.membersNamed(name))
    .filter((member) => code.parentOf(member)?.type === 'CallExpression');
  const node = call?.node ?? methods[0];
  if (!node) return [];
  const target = targetOf(facts);
  const name = call?.text ?? code.folder.nameOf(methods[0]!) ?? '';
  return [
    evidenceAt(facts, {
      rule: 'wallet-drain',
      severity: !target
        ? 'low'
        : unlimited.test(code.text)
          ? 'high'
          : balances.test(code.text) || !isPressedFor(code, node)
            ? 'medium'
            : 'low',
      message: target
        ? `Asks the visitor's wallet for ${name} ${permissions.test(code.text) ? 'that permits' : 'with'} the fixed address ${target.text}${permissions.test(code.text) ? ' to take what it holds' : ''}`
        : `Asks the visitor's wallet for ${name}`,
      node,
      ...(target ? { steps: [[`fixed address ${target.text}`, target.node]] as const } : {}),
    }),
  ];
}

function targetOf(facts: FlowFacts): { text: string; node: AnyNode } | null {
  const [target] = literalsMatching(facts, address, 1);
  if (target) return target;
  const { code } = facts;
  const text = permissions.test(code.text) ? code.tree.texts.find((one) => bareAddress.test(one)) : undefined;
  const node = text === undefined ? null : nodeOfText(facts, text);
  return text === undefined || !node ? null : { text, node };
}

/** Whether a press of one button leads there: a payment, a tip, an exact allowance that the visitor asks for. */
function isPressedFor(code: Code, node: AnyNode, depth = 0): boolean {
  for (let made = functionAround(code, node); made && depth < 4; made = functionAround(code, made)) {
    const use = callbackUse(code, made);
    if (use?.kind === 'listener')
      return /^(?:click|submit|pointerup|touchend)$/.test(use.event) && !isOfMany(code, use.target);
    const callers = callersOf(code, made).slice(0, 4);
    if (callers.length > 0) return callers.every(({ call }) => isPressedFor(code, call, depth + 1));
  }
  return false;
}

/** One of all buttons of a page, as `forEach` hands them out, or the page itself. */
function isOfMany(code: Code, target: AnyNode | null): boolean {
  if (target && /^(?:document(?:\.body|\.documentElement)?)?$/.test(code.pathOf(target) ?? 'none'))
    return true;
  const variable = target?.type === 'Identifier' ? code.variableOf(target) : null;
  return (
    variable !== null &&
    code.definitionsOf(variable).some(({ kind }) => kind === 'parameter' || kind === 'element')
  );
}
