import type { Headers } from '../../core/schema/index.ts';
import { hopByHopHeaders } from '../egress/index.ts';

/**
 * Response headers as ordered pairs with lower-case names. The protocol folds repeated headers into one value with
 * line breaks; the raw text, given for HTTP/1.x, keeps them apart. Hop-by-hop headers are those of our own proxy
 * and left out; values of cookies are secrets and left out too.
 */
export function headerList(folded: Record<string, string>, text?: string): Headers {
  const pairs = text === undefined ? unfold(folded) : parse(text);
  return pairs
    .filter(([name]) => !hopByHopHeaders.has(name))
    .map(([name, value]) => [name, name === 'set-cookie' ? withoutCookieValue(value) : value]);
}

function unfold(folded: Record<string, string>): Headers {
  return Object.entries(folded).flatMap(([name, value]) =>
    value.split('\n').map((line): [string, string] => [name.toLowerCase(), line]),
  );
}

function parse(text: string): Headers {
  return text
    .split('\r\n')
    .slice(1)
    .flatMap((line): Headers => {
      const colon = line.indexOf(':');
      return colon > 0 ? [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]] : [];
    });
}

function withoutCookieValue(cookie: string): string {
  return cookie.replace(/^([^=;]*)=[^;]*/, '$1=');
}
