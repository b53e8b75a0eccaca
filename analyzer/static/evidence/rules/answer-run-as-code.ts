import type { AnyNode } from 'acorn';
import type { FlowFacts } from '../../flow/index.ts';
import { unwrap } from '../../ast.ts';
import { hostsOf } from '../../flow/hosts.ts';
import { answerBehind, bytes } from '../answers.ts';
import { decoderOf } from '../decoded.ts';
import { runsText as runs } from '../runs-text.ts';
import { evidenceAt, excerpt, type EvidenceRule } from '../rule.ts';

/**
 * Honest pages load their own code like this now and then, and old scripts read JSON with `eval('(' + answer + ')')`. Who asks
 * where visitors come from before, or waits at a socket for code, does what loaders do.
 */
export const answerRunAsCode: EvidenceRule = {
  name: 'answer-run-as-code',
  meaning: 'What a server or a socket answers, or a picture of another host holds, is run as code.',
  severity: ['low', 'high'],
  find: (facts) => {
    const { code } = facts;
    return facts.dynamicCode
      .flatMap(({ name, node, code: text }) => {
        if (!runs[name] || !text || isJson(facts, text)) return [];
        const ofText = answerBehind(code, text);
        const picture = pictureAsked(facts, ofText ? requests : pixels);
        const answer = ofText ?? (picture ? answerBehind(code, text, 0, bytes) : null);
        if (!answer) return [];
        const decoder = decoderOf(code, text);
        const isContract = code.tree.texts.includes('eth_call');
        const isForeign = facts.behaviour.hosts.length > 0;
        const isGated =
          code.membersNamed('referrer').length > 0 || facts.behaviour.sinks.includes('websocket');
        return [
          evidenceAt(facts, {
            rule: 'answer-run-as-code',
            severity:
              isContract || (isForeign && isGated) || (picture && decoder !== null)
                ? 'high'
                : isForeign && decoder !== null
                  ? 'medium'
                  : 'low',
            message: `Runs what ${isContract ? 'a contract on a blockchain holds' : picture ? `is hidden in a picture or style from ${picture}` : 'a server answers'}${decoder === null ? '' : `, decoded with ${decoder},`} as code, by ${runs[name]}: ${excerpt(facts, node)}`,
            node,
            steps: [[`takes the answer: ${excerpt(facts, answer)}`, answer]],
          }),
        ];
      })
      .slice(0, 5);
  },
};

const pictures = /\.(?:png|jpe?g|gif|webp|ico|bmp|svg|avif|css|woff2?|ttf)(?=["'`?#]|$)/i;

const requests = new Set<string>(['xhr', 'fetch']);
const pixels = new Set<string>([...requests, 'image']);

/** The other host that the script asks for pictures, styles or fonts, and for nothing else; null when there is none. */
function pictureAsked({ code, sinks }: FlowFacts, ways: ReadonlySet<string>): string | null {
  const asked = sinks.filter(({ name }) => ways.has(name)).flatMap(({ addresses }) => addresses);
  const hosts = asked.map((address) => {
    const plain = unwrap(address);
    const made = plain.type === 'Identifier' ? (code.definitionOf(plain)?.node ?? plain) : plain;
    return pictures.test(code.text.slice(made.start, Math.min(made.end, made.start + 400)))
      ? hostsOf(code, address)[0]
      : undefined;
  });
  return hosts.includes(undefined) ? null : (hosts[0] ?? null);
}

/** `'(' + answer + ')'`, `'return ' + answer`, `'var x = ' + answer` */
function isJson({ code }: FlowFacts, start: AnyNode): boolean {
  let node = unwrap(start);
  while (node.type === 'BinaryExpression' && node.operator === '+') node = unwrap(node.left);
  if (node === unwrap(start)) return false;
  return /(?:^|[\s=(])$|^\(|^return\b/.test(code.folder.text(node) ?? '') && code.folder.text(node) !== '';
}
