const identifier = /[\w$]/;

/**
 * How a script uses a name that the page does not define: `bare` as a variable, `member` only as a property or not
 * at all in plain sight, `absent` where it asks whether it exists or makes it itself, so that the true answer is that it
 * does not exist. Reads the text around each of the name's first places; no parser, since the script may not parse.
 */
export function classifyName(texts: readonly string[], name: string): 'bare' | 'member' | 'absent' {
  let bare = false;
  for (const text of texts) {
    let at = text.indexOf(name);
    for (let seen = 0; at >= 0 && seen < 50; seen++, at = text.indexOf(name, at + name.length)) {
      const before = text[at - 1] ?? ' ';
      const after = text[at + name.length] ?? ' ';
      if (identifier.test(before) || identifier.test(after)) continue;
      if (isGuarded(text, at) || isMade(text, at + name.length, before)) return 'absent';
      bare ||=
        before !== '.' &&
        before !== '"' &&
        before !== "'" &&
        !/^\s*:/.test(text.slice(at + name.length, at + name.length + 8));
    }
  }
  return bare ? 'bare' : 'member';
}

const isGuarded = (text: string, at: number): boolean =>
  /typeof[\s(]*(?:window\.|self\.)?$/.test(text.slice(Math.max(0, at - 24), at));

/** `name = …`, `window.name = …`, but no comparison and no arrow. */
function isMade(text: string, end: number, before: string): boolean {
  if (!/^\s*=(?![=>])/.test(text.slice(end, end + 6))) return false;
  return (
    before !== '.' ||
    /(?:window|self|globalThis|top|root|global|this)\.$/.test(
      text.slice(Math.max(0, end - 60), end).replace(/[\w$]+$/, ''),
    )
  );
}
