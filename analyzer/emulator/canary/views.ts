/** One way to read outgoing data: the text, and the encodings undone to get it, outermost first. */
export interface View {
  readonly text: string;
  readonly chain: readonly string[];
}

const limits = { views: 80, depth: 3, characters: 400_000, candidates: 24 };

/** The text itself, then what it decodes to, again and again; bounded in number, depth and size. */
export function* viewsOf(text: string): Generator<View> {
  const queue: View[] = [{ text, chain: [] }];
  const seen = new Set<string>([text]);
  let characters = 0;
  for (let i = 0; i < queue.length && i < limits.views; i++) {
    const view = queue[i]!;
    characters += view.text.length;
    if (characters > limits.characters) return;
    yield view;
    if (view.chain.length >= limits.depth) continue;
    for (const [encoding, decode] of decoders) {
      for (const decoded of decode(view.text)) {
        if (decoded.length < 4 || seen.has(decoded)) continue;
        seen.add(decoded);
        queue.push({ text: decoded, chain: [...view.chain, encoding] });
      }
    }
  }
}

type Decoder = (text: string) => Iterable<string>;

const decoders: readonly (readonly [string, Decoder])[] = [
  ['url', urlDecoded],
  ['escaped', unescaped],
  ['base64', base64Decoded],
  ['hex', hexDecoded],
  ['char-codes', charCodesDecoded],
];

function* urlDecoded(text: string): Generator<string> {
  if (!/%[\da-f]{2}|\+/i.test(text)) return;
  const spaced = text.replaceAll('+', ' ');
  yield spaced.replace(/(?:%[\da-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    }
  });
}

function* unescaped(text: string): Generator<string> {
  if (!/\\u[\da-f]{4}|\\x[\da-f]{2}|\\["/\\]|%u[\da-f]{4}|&#/i.test(text)) return;
  yield text
    .replace(
      /(?:\\|%)u([\da-f]{4})|\\x([\da-f]{2})|&#x([\da-f]{2,4});?/gi,
      (_, u?: string, x?: string, e?: string) => String.fromCharCode(parseInt(u ?? x ?? e ?? '0', 16)),
    )
    .replace(/&#(\d{2,5});?/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/\\(["/\\])/g, '$1');
}

/** Each long run of the alphabet, from each of the four places where a group can begin. */
function* base64Decoded(text: string): Generator<string> {
  let count = 0;
  for (const [run] of text.matchAll(/[\w+/-]{8,}={0,2}/g)) {
    if (count++ >= limits.candidates) return;
    for (let offset = 0; offset < (run.length > 11 ? 4 : 1); offset++) {
      const decoded = Buffer.from(run.slice(offset), 'base64').toString('latin1');
      if (isReadable(decoded)) yield decoded;
    }
  }
}

function* hexDecoded(text: string): Generator<string> {
  let count = 0;
  for (const [run] of text.matchAll(/(?:[\da-f]{2}[\s:,;-]?){4,}/gi)) {
    if (count++ >= limits.candidates) return;
    const digits = run.replace(/[\s:,;-]/g, '');
    for (const offset of [0, 1]) {
      const decoded = Buffer.from(digits.slice(offset), 'hex').toString('latin1');
      if (isReadable(decoded)) yield decoded;
    }
  }
}

function* charCodesDecoded(text: string): Generator<string> {
  let count = 0;
  for (const [run] of text.matchAll(/(?:\d{2,3}\D{1,3}){3,}\d{2,3}/g)) {
    if (count++ >= limits.candidates) return;
    const decoded = run
      .split(/\D+/)
      .map((code) => String.fromCharCode(Number(code)))
      .join('');
    if (isReadable(decoded)) yield decoded;
  }
}

/** Most wrong decodings give bytes all over the range. */
function isReadable(text: string): boolean {
  const sample = text.length > 400 ? text.slice(0, 400) : text;
  let readable = 0;
  for (let i = 0; i < sample.length; i++) {
    const code = sample.charCodeAt(i);
    if ((code >= 32 && code < 127) || code === 10 || code === 13 || code === 9) readable += 1;
  }
  return sample.length > 0 && readable / sample.length > 0.6;
}
