import type { AnyNode } from 'acorn';
import { getDomainWithoutSuffix } from 'tldts';
import type { Severity } from '../../../../core/schema/index.ts';
import type { FlowFacts, Sink } from '../../flow/index.ts';
import { hostsIn, hostsOf } from '../../flow/hosts.ts';
import { isReadable } from '../../flow/readable.ts';
import { decoderOf } from '../decoded.ts';
import { isPlainMarkup } from '../plain-markup.ts';
import { evidenceAt, excerpt, type EvidenceRule } from '../rule.ts';

/** Sinks of some kinds whose address is hidden behind a decoder. */
function hidden(facts: FlowFacts, rule: string, names: readonly string[], what: string) {
  return facts.sinks
    .filter((sink) => names.includes(sink.name))
    .flatMap((sink: Sink) => {
      for (const address of sink.addresses) {
        const decoder = decoderOf(facts.code, address);
        const inPieces = decoder === null ? hostInPieces(facts, address) : null;
        if (inPieces !== null)
          return [
            evidenceAt(facts, {
              rule,
              severity: asks.has(sink.name) ? 'medium' : 'high',
              message: `${what} ${inPieces}, a name that it puts together from pieces: ${excerpt(facts, sink.node)}`,
              node: sink.node,
              host: inPieces,
            }),
          ];
        if (decoder === null || decoder.startsWith('decodeURI') || decoder === 'charCodeAt') continue;
        if (decoder === 'unescape' && isPlainMarkup(facts, address)) continue;
        if (isPlainPlace(facts, address)) continue;
        const [host] = hostsOf(facts.code, address);
        const isSecret = host !== undefined && !isReadable(facts.code.text, host);
        const severity: Severity = isSecret ? 'high' : 'medium';
        return [
          evidenceAt(facts, {
            rule,
            severity,
            message: `${what} ${host === undefined ? 'an address' : `${host}, an address`} that it decodes with ${decoder}: ${excerpt(facts, sink.node)}`,
            node: sink.node,
            host,
          }),
        ];
      }
      return [];
    })
    .slice(0, 10);
}

/** What is asked there is not run. */
const asks = new Set<Sink['name']>(['fetch', 'xhr', 'websocket']);

/**
 * A host that folding gives whole while no text of the script holds even its registered name: `'//sta' + 'ts-cd' + 'n.test/'`.
 * Honest code joins hosts from parts, too, but from whole ones.
 */
function hostInPieces({ code }: FlowFacts, address: AnyNode): string | null {
  if (!/^(?:BinaryExpression|CallExpression|TemplateLiteral|Identifier|MemberExpression)$/.test(address.type))
    return null;
  const text = code.folder.fullText(address);
  const [host] = text === null ? [] : hostsIn(text);
  if (host === undefined || isReadable(code.text, host)) return null;
  const name = getDomainWithoutSuffix(host, { allowPrivateDomains: true }) ?? '';
  return name.length > 3 && !code.text.toLowerCase().includes(name) ? host : null;
}

/** An address whose place can be read, and of which only what is asked there is put together: `'/search?q=' + …`. */
function isPlainPlace({ code }: FlowFacts, address: AnyNode): boolean {
  const text = code.folder.text(address) ?? '';
  const place = /^(?:(?:https?:)?\/\/[\w.-]+\.[a-z]{2,}(?::\d+)?)?[/?#](?!\/)[^?#]{0,80}/i.exec(text)?.[0];
  return place !== undefined && code.text.includes(place);
}

export const scriptFromDecodedUrl: EvidenceRule = {
  name: 'script-from-decoded-url',
  meaning:
    'A script, frame or connection is opened at an address that is decoded first, or put together from pieces of a name.',
  severity: ['medium', 'high'],
  find: (facts) =>
    hidden(
      facts,
      'script-from-decoded-url',
      ['script', 'iframe', 'worker', 'import', 'websocket', 'fetch', 'xhr', 'object'],
      'Loads from',
    ),
};

export const redirectToDecodedUrl: EvidenceRule = {
  name: 'redirect-to-decoded-url',
  meaning: 'The visitor is sent to an address that is decoded first, or put together from pieces of a name.',
  severity: ['medium', 'high'],
  find: (facts) =>
    hidden(facts, 'redirect-to-decoded-url', ['navigation', 'window-open'], 'Sends the visitor to'),
};
