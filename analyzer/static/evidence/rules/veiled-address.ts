import type { Severity } from '../../../../core/schema/index.ts';
import { isReadable } from '../../flow/readable.ts';
import { evidenceAt, type EvidenceRule } from '../rule.ts';
import { literalsMatching } from '../texts.ts';

/** A way to write an address so that nobody reads it. */
interface Veil {
  readonly words: string;
  readonly pattern: RegExp;
  readonly open: (text: string) => string;
  readonly severity: Severity;
}

const bytesOf = (digits: string): string => Buffer.from(digits, 'hex').toString('latin1');

const veils: readonly Veil[] = [
  {
    words: 'in HTML entities',
    pattern: /^(?:&#(?:\d{2,3}|x[\da-f]{2});){8,}/i,
    open: (text) =>
      text.replace(/&#(?:(\d{2,3})|x([\da-f]{2}));/gi, (_, ten: string, sixteen: string) =>
        String.fromCharCode(ten ? Number(ten) : Number.parseInt(sixteen, 16)),
      ),
    severity: 'medium',
  },
  { words: 'in hexadecimal', pattern: /^(?:[\da-f]{2}){12,}$/i, open: bytesOf, severity: 'medium' },
  {
    words: 'backwards',
    pattern: /\/\/:s?ptth$|(?:\/\/:)s?s?(?:ptth|w)$/,
    open: (text) => Array.from(text).reverse().join(''),
    severity: 'medium',
  },
  {
    words: 'with shifted letters',
    pattern: /^uggcf?:/,
    open: (text) =>
      text.replace(/[a-z]/gi, (letter) =>
        String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < 'n' ? 13 : -13)),
      ),
    severity: 'medium',
  },
  {
    words: 'in percent signs',
    pattern: /^(?:%[\da-f]{2}){12,}$/i,
    open: (text) => bytesOf(text.replaceAll('%', '')),
    severity: 'low',
  },
  {
    words: 'in base64',
    pattern: /^[A-Za-z\d+/_-]{16,}={0,2}$/,
    open: (text) => Buffer.from(text, 'base64').toString('latin1'),
    severity: 'low',
  },
];

const address = /^(?:https?:|wss?:)?\/\/([a-z\d-]+(?:\.[a-z\d-]+)+)[/:?#\w.=&%~+-]*$/i;

/** Honest code hides addresses from filters against advertising; the way it is done tells them apart in part only. */
export const veiledAddress: EvidenceRule = {
  name: 'veiled-address',
  meaning:
    'An address is written so that it cannot be read: in entities, hexadecimal, backwards, with shifted letters.',
  severity: ['low', 'medium'],
  find: (facts) =>
    literalsMatching(facts, /^[^\s<>"']{16,2000}$/, 60)
      .flatMap(({ node, text }) => {
        const veil = veils.find(({ pattern }) => pattern.test(text));
        if (!veil) return [];
        const opened = veil.open(text).trim();
        const host = address.exec(opened)?.[1]?.toLowerCase();
        if (host === undefined || isReadable(facts.code.text, host)) return [];
        return [
          evidenceAt(facts, {
            rule: 'veiled-address',
            severity: veil.severity,
            message: `An address is written ${veil.words}: ${opened.slice(0, 120)}`,
            node,
            host,
          }),
        ];
      })
      .slice(0, 5),
};
