/** Longer lines hold no indicator. */
export const longestLine = 8192;

export interface Line {
  /** From 1. */
  number: number;
  /** Null when it was too long. */
  text: string | null;
}

/** Lines of UTF-8 text that arrives in pieces, ended by LF, CR or both; what is too long is let go of as it comes. */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8');
  const splitter = new Splitter();
  for await (const piece of pieces) yield* splitter.take(decoder.decode(piece, { stream: true }));
  yield* splitter.take(decoder.decode());
  yield* splitter.end();
}

class Splitter {
  #rest = '';
  #isTooLong = false;
  #endedInCr = false;
  #number = 0;

  *take(text: string): Generator<Line> {
    if (text === '') return;
    let start = this.#endedInCr && text.startsWith('\n') ? 1 : 0;
    this.#endedInCr = text.endsWith('\r');
    for (const match of text.matchAll(/\r\n|\n|\r/g)) {
      if (match.index < start) continue;
      yield this.#line(this.#rest + text.slice(start, match.index));
      start = match.index + match[0].length;
    }
    this.#rest += text.slice(start);
    if (this.#rest.length <= longestLine) return;
    this.#rest = '';
    this.#isTooLong = true;
  }

  *end(): Generator<Line> {
    if (this.#rest !== '' || this.#isTooLong) yield this.#line(this.#rest);
  }

  #line(text: string): Line {
    const line = { number: ++this.#number, text: this.#isTooLong || text.length > longestLine ? null : text };
    this.#rest = '';
    this.#isTooLong = false;
    return line;
  }
}
