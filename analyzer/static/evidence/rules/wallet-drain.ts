import { evidenceAt, type EvidenceRule } from '../rule.ts';
import { literalsMatching } from '../texts.ts';

const calls =
  /^(?:eth_sendTransaction|eth_signTypedData(?:_v[34])?|eth_sign|personal_sign|setApprovalForAll|increaseAllowance|signAllTransactions|signAndSendTransaction)$/;
/** More than one payment: all that the visitor has, or all that he will have. */
const unlimited =
  /f{32,}|MaxUint|setApprovalForAll|increaseAllowance|\bpermit\b|signAllTransactions|signTypedData/i;
const address = /^0x[0-9a-f]{40}$/i;

export const walletDrain: EvidenceRule = {
  name: 'wallet-drain',
  meaning:
    "The visitor's wallet is asked for a transaction or a permission, to an address written in the script.",
  severity: ['low', 'high'],
  find: (facts) => {
    const { code } = facts;
    const usesWallet =
      code.membersNamed('ethereum').length > 0 ||
      code.hasGlobal('ethereum') ||
      /solana|phantom/i.test(code.text);
    if (!usesWallet) return [];
    const [asked] = literalsMatching(facts, calls, 1);
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
    const node = asked?.node ?? methods[0];
    if (!node) return [];
    const [target] = literalsMatching(facts, address, 1);
    const name = asked?.text ?? code.folder.nameOf(methods[0]!) ?? '';
    return [
      evidenceAt(facts, {
        rule: 'wallet-drain',
        severity: !target ? 'low' : unlimited.test(code.text) ? 'high' : 'medium',
        message: target
          ? `Asks the visitor's wallet for ${name} with the fixed address ${target.text}`
          : `Asks the visitor's wallet for ${name}`,
        node,
        ...(target ? { steps: [[`fixed address ${target.text}`, target.node]] as const } : {}),
      }),
    ];
  },
};
