import { parseScript, parseStrictly } from './parse.ts';
import type { OffsetMap } from './align.ts';

const maxBare = 1_000_000;

/** Whether a text that was taken for a page, and holds no script, is itself one: no markup at its start, and it parses. */
export function isBareScript(text: string): boolean {
  if (text.length > maxBare || /^\s*(?:<|$)/.test(text) || !/[;{]/.test(text)) return false;
  return parseScript(text).program !== null;
}

/** Text with its escaped quotes and slashes as they were, and where each character of it stood. */
export function unescaped(raw: string): { text: string; map: OffsetMap } {
  const offsets: number[] = [];
  let text = '';
  for (let index = 0; index < raw.length; index++) {
    if (raw[index] === '\\' && /["'/]/.test(raw[index + 1] ?? '')) index++;
    offsets.push(index);
    text += raw[index]!;
  }
  return { text, map: Int32Array.from([...offsets, raw.length]) };
}

const maxEnds = 6;

/**
 * Where a script ends. A browser ends it at the first `</script`, even inside a text, and then it is broken; samples that were
 * wrapped into a page are whole: when a quote follows that end and the script does not parse, the next end is taken.
 */
export function wholeOf(html: string, start: number, end: number): number {
  let last = end;
  for (let ends = 0; ends < maxEnds; ends++) {
    const tag = /^<\/script\s*>\s*['"`]/i.exec(html.slice(last, last + 40));
    if (!tag || parseStrictly(html.slice(start, last)).program) return last;
    const rest = html.slice(last + 9, last + 100_000);
    const next = rest.search(/<\/script/i);
    if (next < 0) return end;
    last += 9 + next;
  }
  return end;
}
