import { parse } from 'acorn';

const limits = { text: 1_000_000, failures: 6 };

/**
 * What comes after the statements that fail. A bundle ends with its first error; on the page it was made for, nothing fails, so
 * that in a lenient world the statements after the one that failed are run all the same.
 */
export class RestOfScript {
  #text: string;
  #failures = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text behind the top-level statement in which an error came up, by the error's stack; null when there is none. */
  after(stack: string): string | null {
    const place = [...stack.matchAll(/script\.js:(\d+):(\d+)/g)].at(-1);
    if (!place || this.#text.length > limits.text || ++this.#failures > limits.failures) return null;
    const at = offsetOf(this.#text, Number(place[1]), Number(place[2]));
    const end = statementEnds(this.#text).find((one) => one > at);
    this.#text = end === undefined ? '' : this.#text.slice(end);
    return this.#text.trim() === '' ? null : this.#text;
  }
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let i = 1; i < line; i++) {
    const end = text.indexOf('\n', start);
    if (end < 0) break;
    start = end + 1;
  }
  return start + Math.max(0, column - 1);
}

function statementEnds(text: string): number[] {
  try {
    return parse(text, { ecmaVersion: 'latest', sourceType: 'script', allowHashBang: true }).body.map(
      ({ end }) => end,
    );
  } catch {
    // What does not parse was not run either.
    return [];
  }
}
