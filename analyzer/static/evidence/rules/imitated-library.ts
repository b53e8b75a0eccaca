import type { AnyNode } from 'acorn';
import { hostsIn } from '../../flow/hosts.ts';
import { evidenceAt, type EvidenceRule } from '../rule.ts';

/** A well-known library's file, as the answer of a program on the server. */
const libraryProgram =
  /\/((?:jquery|bootstrap|modernizr|react|angular|vue|lodash|underscore|moment|swiper|owl|popper|prototype|mootools|analytics|gtag|gtm|ga)(?:[.-](?:min|slim|ui|migrate|easing|cookie|bundle|core|latest|v?\d[\d.]*))*\.(?:php\d?|asp|aspx|cgi|pl|jsp))(?:[?#]|$)/i;

/** Libraries are files; only who wants to choose what each visitor gets has a program answer under their name. */
export const imitatedLibrary: EvidenceRule = {
  name: 'imitated-library',
  meaning: 'An address is named like the file of a well-known library, but a program answers there.',
  severity: ['medium', 'high'],
  find: (facts) => {
    const { code, atoms, sinks } = facts;
    return atoms.addresses
      .slice(0, 2000)
      .flatMap((node: AnyNode) => {
        const text = node.type === 'Literal' ? String(node.value) : '';
        const match = text.length < 20_000 ? libraryProgram.exec(text) : null;
        const [host] = match ? hostsIn(text) : [];
        if (!match || host === undefined) return [];
        const loads = sinks.some(({ name }) => name === 'script') || /<script/i.test(code.text);
        return [
          evidenceAt(facts, {
            rule: 'imitated-library',
            severity: loads ? 'high' : 'medium',
            message: `Asks ${host} for ${match[1]!}, a program that is named like a library's file`,
            node,
            host,
          }),
        ];
      })
      .slice(0, 3);
  },
};
