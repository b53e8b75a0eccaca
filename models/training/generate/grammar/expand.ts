import type { Random } from '../random.ts';
import { identifiers } from '../words.ts';

/** What a `«name:argument»` in a template becomes: text, in which more may be expanded. */
export type Rule = readonly string[] | ((r: Random, argument: string) => string);
export type Rules = Readonly<Record<string, Rule>>;

const deepest = 40;

/**
 * Expands a template of the design grammar:
 *
 *     ‹this¦or that¦or none›   one alternative; they may nest
 *     «name» or «name:text»    a rule: one of its texts, or what its function answers, expanded in turn
 *     @a … @z                  an identifier, the same one everywhere in the script
 *
 * The marks occur in no JavaScript that the templates hold. A template that never comes to an end throws a RangeError.
 */
export function expand(r: Random, rules: Rules, template: string): string {
  const names = identifiers(r, 26);
  let text = template;
  for (let round = 0; round < deepest; round++) {
    const chosen = choose(r, text);
    const ruled = chosen.replace(/«(\w+)(?::([^«»]*))?»/g, (_match, name: string, argument: string | undefined) => {
      const rule = rules[name];
      if (rule === undefined) throw new RangeError(`No rule ${name}`);
      return typeof rule === 'function' ? rule(r, argument ?? '') : r.pick(rule).replaceAll('$$', () => argument ?? '');
    });
    if (ruled === text) {
      return text.replace(/@([a-z])(?!\w)/g, (_match, letter: string) => names[letter.charCodeAt(0) - 97]!);
    }
    text = ruled;
  }
  throw new RangeError(`Expands for ever: ${template.slice(0, 60)}`);
}

/** Innermost alternatives first, so that they nest. */
function choose(r: Random, text: string): string {
  let left = text;
  for (let round = 0; round < deepest && left.includes('‹'); round++)
    left = left.replace(/‹([^‹›]*)›/g, (_match, all: string) => r.pick(all.split('¦')));
  return left;
}
