/** How code is written: 1 one way, -1 the other way, 0 when too little of it is there to tell. */
export interface Style {
  /** Names of an obfuscator, or none. */
  readonly hexNames: number;
  /** Single or double quotes. */
  readonly quotes: number;
  /** Packed tightly, or laid out for people. */
  readonly isTight: number;
}

/** Characters that are looked at. */
const sampled = 4_000;
/** Characters, and quotes, below which nothing can be told. */
const least = { length: 60, quotes: 4 } as const;

/** The style of a piece of a text. */
export function styleOf(text: string, start: number, stop: number): Style {
  if (stop - start < least.length) return { hexNames: 0, quotes: 0, isTight: 0 };
  const code = text.slice(start, Math.min(stop, start + sampled));
  let [single, double, spaces] = [0, 0, 0];
  for (let at = 0; at < code.length; at++) {
    const unit = code.charCodeAt(at);
    if (unit === 39) single++;
    else if (unit === 34) double++;
    else if (unit === 32 || unit === 10 || unit === 9) spaces++;
  }
  return {
    hexNames: code.includes('_0x') ? 1 : -1,
    quotes: single + double < least.quotes ? 0 : single > 2 * double ? 1 : double > 2 * single ? -1 : 0,
    isTight: spaces * 12 < code.length ? 1 : -1,
  };
}

/** The style that two pieces share; null when they differ. */
export function suits(one: Style, other: Style): Style | null {
  if (one.hexNames * other.hexNames < 0 || one.quotes * other.quotes < 0 || one.isTight * other.isTight < 0)
    return null;
  return {
    hexNames: one.hexNames || other.hexNames,
    quotes: one.quotes || other.quotes,
    isTight: one.isTight || other.isTight,
  };
}
