import type { AnyNode } from 'acorn';
import type { FlowFacts } from '../../flow/index.ts';
import { evidenceAt, excerpt, type EvidenceRule } from '../rule.ts';
import { literalsMatching } from '../texts.ts';

const apis =
  /^(?:CoinHive|Coinhive|CoinImp|Client\.Anonymous|CRLT|deepMiner|WMP|WebMiner|CryptoLoot|CRYPTONOTE|PowerMiner|minr|JSECoin|Webminerpool|CryptoNoter)\.(?:Anonymous|User|Token)$/;
const words =
  /stratum\+(?:tcp|ssl)|cryptonight|cn[_-]?(?:lite|heavy|pico|half)\b|coin-?hive|cryptoloot|crypto-loot|webmine|minero|coinimp|deepminer|randomx|wasmminer|hashesPerSecond|getHashesPerSecond|throttleMiner|xmr-?(?:pool|mining)|monero(?:ocean)?\b.*pool|pool.*\bmonero/i;

/** The address of a miner's own file, alone or in markup. */
const minerFile =
  /(?:https?:)?\/\/[\w.-]*(?:coin-?hive|crypto?a?-?loot|coinimp|webminepool|webmine|minero|deepminer|monerominer)[\w./-]*\.(?:js|wasm)\b/i;

export const minerApi: EvidenceRule = {
  name: 'miner-api',
  meaning: 'A known cryptocurrency miner for browsers is started.',
  severity: ['low', 'high'],
  find: (facts) => {
    const { code } = facts;
    // Who tells visitors what runs, and lets them stop it, does what the vendor meant.
    const isTold = code.membersNamed('addMiningNotification').length > 0;
    return ['Anonymous', 'User', 'Token']
      .flatMap((name) => code.membersNamed(name))
      .filter((member) => apis.test(code.pathOf(member) ?? '') || isStartedWithKey(facts, member))
      .slice(0, 3)
      .map((member) =>
        evidenceAt(facts, {
          rule: 'miner-api',
          severity: isTold ? 'low' : 'high',
          message: `Starts a cryptocurrency miner${isTold ? ' and tells visitors so' : ''}: ${excerpt(facts, code.parentOf(member) ?? member)}`,
          node: member,
        }),
      );
  },
};

/**
 * `new Any.Anonymous('site key')`, in a script that then starts it: the interface that all miners of this kind took over.
 * `User` and `Token` have other uses.
 */
function isStartedWithKey({ code }: FlowFacts, member: AnyNode): boolean {
  const made = code.parentOf(member);
  if (
    made?.type !== 'NewExpression' ||
    made.callee !== member ||
    code.folder.nameOf(member as never) !== 'Anonymous'
  )
    return false;
  const key = code.folder.fullText(made.arguments[0] ?? null);
  return key !== null && /^[\w-]{16,}$/.test(key) && code.membersNamed('start').length > 0;
}

export const minerWorkload: EvidenceRule = {
  name: 'miner-workload',
  meaning:
    'The script speaks of mining algorithms or pools; with workers, WebAssembly or a WebSocket it has what a miner needs.',
  severity: ['low', 'high'],
  find: (facts) => {
    const [first] = literalsMatching(facts, words, 1);
    const { dynamicCode, sinks } = facts.behaviour;
    const means = [
      dynamicCode.includes('webassembly') ? 'WebAssembly' : '',
      sinks.includes('worker') ? 'workers' : '',
      sinks.includes('websocket') ? 'a WebSocket' : '',
    ].filter((one) => one !== '');
    if (!first || (means.length === 0 && !/stratum|hive|miner/i.test(first.text))) return [];
    const loads = minerFile.test(first.text.slice(0, 2000));
    return [
      evidenceAt(facts, {
        rule: 'miner-workload',
        severity: means.length >= 2 ? 'high' : means.length === 1 || loads ? 'medium' : 'low',
        message: `Speaks of cryptocurrency mining (${first.text.trim().slice(0, 60)})${means.length > 0 ? ` and uses ${means.join(' and ')}` : ''}`,
        node: first.node,
      }),
    ];
  },
};
