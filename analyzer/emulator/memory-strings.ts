const limits = { runs: 60_000, strings: 200, length: 400 };

/** What strings of interest look like in memory: addresses, selectors of fields, names of card fields. */
const addresses = /(?:https?:|wss?:)?\/\/[a-z\d-]+(?:\.[a-z\d-]+)+[\w/?=&%#.:@~+,;!*'()[\]-]{0,300}/gi;
const fields =
  /(?:input|select|textarea|button|form)\[[^\]]{2,80}\]|[#.]?[\w-]{0,40}(?:cc[_-]|card|cvv|cvc|payment\[|billing)[\w[\]-]{0,60}/gi;

/**
 * Strings a script built: those in what it left in memory that neither its text nor the trace holds. This finds
 * decoded strings even where the script never used them, whatever the decoder.
 */
export function stringsInMemory(
  memory: string,
  texts: readonly string[],
  known: ReadonlySet<string>,
  limit = limits.strings,
): string[] {
  const found = new Set<string>();
  let runs = 0;
  // QuickJS keeps most strings one byte a character, so they stand in memory as they are.
  for (const [text] of memory.matchAll(/[\x20-\x7e]{6,2000}/g)) {
    if ((runs++ >= limits.runs && limit !== Infinity) || found.size >= limit) break;
    const pattern = text.includes('//') ? addresses : /cc|ca|cv|pay|bil|inp|sel/i.test(text) ? fields : null;
    if (pattern === null) continue;
    for (const [part] of text.matchAll(pattern)) {
      if (
        part.length < 6 ||
        found.has(part) ||
        known.has(part) ||
        texts.some((source) => source.includes(part))
      )
        continue;
      found.add(part.slice(0, limits.length));
    }
  }
  return withoutBeginnings([...found]);
}

/** A string built character by character leaves its beginnings behind; only the longest counts. */
function withoutBeginnings(strings: string[]): string[] {
  const sorted = strings.sort();
  return sorted.filter((text, index) => !(sorted[index + 1]?.startsWith(text) ?? false));
}
