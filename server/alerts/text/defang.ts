import { parse } from 'tldts';
import { defangHost, defangUrl, escapeForTerminal } from '../../../core/encoding/index.ts';

const url = /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"'<>]+/gi;
const host = /(?<![\w.[\]-])(?:[\p{L}\p{N}_-]{1,63}\.)+[\p{L}\p{N}-]{1,63}(?![\w-])/gu;
/** Names for examples and private use: no program makes links of them, but people should see the same everywhere. */
const special = /\.(?:example|invalid|test|localhost|local|onion|internal)$/i;

/**
 * Text of a page or a person as it may stand in a message: one line, nothing invisible, and no address that a program
 * makes a link of or that somebody could follow by accident.
 */
export function safeLine(text: string): string {
  return defangAll(escapeForTerminal(text.replaceAll(/\s+/g, ' ').trim()));
}

/** Every URL and host name in a text, defanged. */
export function defangAll(text: string): string {
  let safe = '';
  let from = 0;
  for (const match of text.matchAll(url)) {
    safe += defangNames(text.slice(from, match.index)) + defangUrl(match[0]);
    from = match.index + match[0].length;
  }
  return safe + defangNames(text.slice(from));
}

function defangNames(text: string): string {
  return text.replace(host, (name) => {
    const { isIcann, isIp } = parse(name);
    return isIcann || isIp || special.test(name) ? defangHost(name) : name;
  });
}
