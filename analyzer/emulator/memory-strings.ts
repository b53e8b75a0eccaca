const limits = { runs: 60_000, strings: 200, length: 400, run: 2000, least: 6, part: 6 };

/** What strings of interest look like in memory: addresses, selectors of fields, names of card fields. */
const addresses = /(?:https?:|wss?:)?\/\/[a-z\d-]+(?:\.[a-z\d-]+)+[\w/?=&%#.:@~+,;!*'()[\]-]{0,300}/gi;
const fields =
  /(?:input|select|textarea|button|form)\[[^\]]{2,80}\]|[#.]?[\w-]{0,40}(?:cc[_-]|card|cvv|cvc|payment\[|billing)[\w[\]-]{0,60}/gi;
/** No field's name goes without one of these, and no run with none of them is looked at twice. */
const beginnings = /cc|ca|cv|pay|bil|inp|sel/i;

/** Pages of a memory that were written to, and what they held before; both of one length. */
export interface MemoryChanges {
  readonly bytes: Buffer;
  readonly before: Buffer;
}

/** What the decoy world leaves in memory by itself. */
export interface WorldStrings {
  readonly parts: ReadonlySet<string>;
  /** Whole runs of characters: the same again holds nothing else. */
  readonly runs: ReadonlySet<string>;
}

/** What stands in memories that no script has touched. */
export function worldStringsOf(memories: readonly Buffer[]): WorldStrings {
  const runs = memories.flatMap((memory) => runsOfInterest(memory, null, Infinity));
  return { parts: new Set(runs.flatMap(partsOf)), runs: new Set(runs) };
}

/**
 * Strings a script built: those in what it left in memory that neither its text nor the trace holds. This finds
 * decoded strings even where the script never used them, whatever the decoder.
 */
export function stringsInMemory(
  { bytes, before }: MemoryChanges,
  texts: readonly string[],
  world: WorldStrings,
): string[] {
  const found = new Set<string>();
  for (const run of runsOfInterest(bytes, before, limits.runs)) {
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
 * memory as they are. Where the last byte that a run from here would need is not printable, none starts before it. Only
 * runs with a word that is not what it was `before` are looked at: of the pages a run of a script touches it changes little.
 */
function runsOfInterest(memory: Buffer, before: Buffer | null, most: number): string[] {
  const found: string[] = [];
  const changed = before ? new Changed(memory, before) : null;
  const last = limits.least - 1;
  let runs = 0;
  let until = changed ? 0 : memory.length;
  for (let at = 0; at + last < memory.length && runs < most;) {
    if (changed && at >= until) {
      const word = changed.from(at);
      if (word < 0) break;
      until = word + wordBytes;
      let start = Math.max(at, word);
      while (start > at && kindOf[memory[start - 1]!] !== 0) start--;
      at = start;
      if (at + last >= memory.length) break;
    }
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

const wordBytes = 4;

/** Finds the words of a memory that are not what they were. */
class Changed {
  readonly #now: Int32Array;
  readonly #before: Int32Array;

  constructor(now: Buffer, before: Buffer) {
    this.#now = wordsOf(now);
    this.#before = wordsOf(before);
  }

  /** Offset of the first such word that ends behind `at`; -1 when there is none. */
  from(at: number): number {
    const now = this.#now;
    const before = this.#before;
    for (let word = Math.floor(at / wordBytes); word < now.length; word++)
      if (now[word] !== before[word]) return word * wordBytes;
    return -1;
  }
}

/** Zeros make the last word whole. */
function wordsOf(bytes: Buffer): Int32Array {
  const length = Math.ceil(bytes.length / wordBytes);
  if (bytes.byteOffset % wordBytes === 0 && bytes.length === length * wordBytes)
    return new Int32Array(bytes.buffer, bytes.byteOffset, length);
  const words = new Int32Array(length);
  bytes.copy(new Uint8Array(words.buffer));
  return words;
}

/** A string built character by character leaves its beginnings behind; only the longest counts. */
function withoutBeginnings(strings: string[]): string[] {
  const sorted = strings.sort();
  return sorted.filter((text, index) => !(sorted[index + 1]?.startsWith(text) ?? false));
}
