const limits = { runs: 60_000, strings: 200, length: 400, run: 2000, least: 6, part: 6 };

/** What strings of interest look like in memory: addresses, selectors of fields, names of card fields. */
const addresses = /(?:https?:|wss?:)?\/\/[a-z\d-]+(?:\.[a-z\d-]+)+[\w/?=&%#.:@~+,;!*'()[\]-]{0,300}/gi;
const fields =
  /(?:input|select|textarea|button|form)\[[^\]]{2,80}\]|[#.]?[\w-]{0,40}(?:cc[_-]|card|cvv|cvc|payment\[|billing)[\w[\]-]{0,60}/gi;
/** No field's name goes without one of these, and no run with none of them is looked at twice. */
const beginnings = /cc|ca|cv|pay|bil|inp|sel/i;

/** What the decoy world leaves in memory by itself. */
export interface WorldStrings {
  readonly parts: ReadonlySet<string>;
  /** Whole runs of characters: the same again holds nothing else. */
  readonly runs: ReadonlySet<string>;
}

/** What stands in memories that no script has touched. */
export function worldStringsOf(memories: readonly Buffer[]): WorldStrings {
  const runs = memories.flatMap((memory) => runsOfInterest(memory, Infinity));
  return { parts: new Set(runs.flatMap(partsOf)), runs: new Set(runs) };
}

/**
 * Strings a script built: those in what it left in memory that neither its text nor the trace holds. This finds
 * decoded strings even where the script never used them, whatever the decoder.
 */
export function stringsInMemory(memory: Buffer, texts: readonly string[], world: WorldStrings): string[] {
  const found = new Set<string>();
  for (const run of runsOfInterest(memory, limits.runs)) {
    if (found.size >= limits.strings) break;
    if (world.runs.has(run)) continue;
    for (const part of partsOf(run)) {
      if (part.length < limits.part || found.has(part)) continue;
      // What happens to stand behind one of the world's strings may read as its next character.
      if (world.parts.has(part) || world.parts.has(part.slice(0, -1))) continue;
      if (!texts.some((source) => source.includes(part))) found.add(part.slice(0, limits.length));
    }
  }
  return withoutBeginnings([...found]);
}

function partsOf(run: string): string[] {
  const pattern = run.includes('//') ? addresses : beginnings.test(run) ? fields : null;
  return pattern ? (run.match(pattern) ?? []) : [];
}

/**
 * Which pairs of characters strings of interest hold, in either case: `follows[kindOf[first] * 16 + kindOf[second]]`. Small tables,
 * because every byte of memory is looked at. Kind 0 is no printable character, 1 any other.
 */
const kindOf = new Uint8Array(256).fill(1, 0x20, 0x7f);
const follows = new Uint8Array(256);
{
  const letters = '/cavpbinse';
  for (let index = 0; index < letters.length; index++)
    for (const form of [letters[index]!, letters[index]!.toUpperCase()])
      kindOf[form.charCodeAt(0)] = index + 2;
  for (const pair of ['//', 'cc', 'ca', 'cv', 'pa', 'bi', 'in', 'se'])
    follows[(letters.indexOf(pair[0]!) + 2) * 16 + letters.indexOf(pair[1]!) + 2] = 1;
}

/**
 * Runs of printable characters that may hold something. QuickJS keeps most strings one byte a character, so they stand in
 * memory as they are. Where the last byte that a run from here would need is not printable, none starts before it.
 */
function runsOfInterest(memory: Buffer, most: number): string[] {
  const found: string[] = [];
  const last = limits.least - 1;
  let runs = 0;
  for (let at = 0; at + last < memory.length && runs < most;) {
    if (kindOf[memory[at + last]!] === 0) {
      at += limits.least;
      continue;
    }
    let start = at + last;
    while (start > at && kindOf[memory[start - 1]!] !== 0) start--;
    const longest = Math.min(memory.length, start + limits.run);
    let end = start;
    let before = 0;
    let isOfInterest = 0;
    for (; end < longest; end++) {
      const kind = kindOf[memory[end]!]!;
      if (kind === 0) break;
      isOfInterest |= follows[before * 16 + kind]!;
      before = kind;
    }
    if (end - start >= limits.least) {
      runs++;
      if (isOfInterest === 1) found.push(memory.toString('latin1', start, end));
    }
    at = end;
  }
  return found;
}

/** A string built character by character leaves its beginnings behind; only the longest counts. */
function withoutBeginnings(strings: string[]): string[] {
  const sorted = strings.sort();
  return sorted.filter((text, index) => !(sorted[index + 1]?.startsWith(text) ?? false));
}
