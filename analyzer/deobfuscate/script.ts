import { parseStrictly } from '../parse/index.ts';
import { Code } from '../static/flow/code.ts';
import { resolveScopes } from '../static/scope/index.ts';
import { flattenTree } from '../static/tree/index.ts';

/** A text on its way to being opened; parsed at the first question, once for all layers that look at it. */
export class Script {
  readonly text: string;
  #code: Code | null | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Null when no strict parser takes the text: damaged code is not rewritten. */
  get code(): Code | null {
    if (this.#code !== undefined) return this.#code;
    const { program } = parseStrictly(this.text);
    if (!program) return (this.#code = null);
    const tree = flattenTree(program);
    return (this.#code = new Code(tree, this.text, resolveScopes(tree)));
  }
}
