/**
 * Makes text from outside safe to print on a terminal: control characters (C0, DEL, C1), bidirectional
 * overrides, zero-width characters and line breaks become visible escapes such as `\x1b` and `\u202e`.
 * Text of a page must never move the cursor, change colours or reorder what an analyst reads.
 */
export function escapeForTerminal(text: string): string {
  return text.replace(unsafe, (character) => {
    const code = character.codePointAt(0)!;
    return code <= 0xff ? `\\x${hex(code, 2)}` : code <= 0xffff ? `\\u${hex(code, 4)}` : `\\u{${code.toString(16)}}`;
  });
}

const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\u{e0000}-\u{e0fff}]/gu;

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
