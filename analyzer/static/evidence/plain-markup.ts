import type { AnyNode } from 'acorn';
import type { FlowFacts } from '../flow/index.ts';
import { hostsOf } from '../flow/hosts.ts';
import { isReadable } from '../flow/readable.ts';
import { decoderOf } from './decoded.ts';

const longest = 80;

/**
 * Whether `unescape` hides nothing here: it is given markup of a script with an address, of which only brackets and the like are
 * escaped. Pages have long been told to write `unescape('%3Cscript src="/js/…"')`, for a plain `</script>` would end the script it
 * stands in.
 */
export function isPlainMarkup(facts: FlowFacts, node: AnyNode): boolean {
  const { code } = facts;
  const { nodes, ends, roles } = code.tree;
  const first = node.index ?? -1;
  if (first < 0 || ends[first]! - first > longest) return false;
  let text = '';
  for (let index = first; index < ends[first]!; index++) {
    const part = nodes[index]!;
    if (part.type === 'Literal') {
      if (typeof part.value !== 'string') return false;
      if (escapes(part.value).some((one) => /[\w%]/.test(one))) return false;
      text += part.value.replace(/%[\da-f]{2}/gi, (one) =>
        String.fromCharCode(Number.parseInt(one.slice(1), 16)),
      );
    } else if (part.type === 'Identifier' && roles[index] === 0 && decoderOf(code, part) !== null)
      return false;
  }
  return (
    /<script\b[^>]*\bsrc\s*=/i.test(text) &&
    !/<\s*(?:i?frame|object|embed|applet)\b/i.test(text) &&
    hostsOf(code, node).every((host) => isReadable(code.text, host))
  );
}

const escapes = (text: string): string[] =>
  (text.match(/%(?:u[\da-f]{4}|[\da-f]{2})/gi) ?? []).map((one) =>
    String.fromCharCode(Number.parseInt(one.replace(/^%u?/i, ''), 16)),
  );
