/**
 * Makes text from outside safe to print on a terminal: control characters (C0, DEL, C1), bidirectional
 * overrides, zero-width characters and line breaks become visible escapes such as `\x1b` and `\u202e`.
 * Text of a page must never move the cursor, change colours or reorder what an analyst reads.
 */
export function escapeForTerminal(text: string): string {
  return text.replace(unsafe, (character) => {
    const code = character.codePointAt(0)!;
    return code <= 0xff
      ? `\\x${hex(code, 2)}`
      : code <= 0xffff
        ? `\\u${hex(code, 4)}`
        : `\\u{${code.toString(16)}}`;
  });
}

/** Control, format, surrogate, private, unassigned and invisible characters, and the separators that break lines. */
const unsafe = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
