import { otherShopper, shopper } from './values.ts';

/** Digits too few to prove anything when they are found; where they stand in clear, they are no cipher either. */
const short = ['postcode', 'card-year', 'card-month'].map(
  (field) => [shopper[field]!, otherShopper[field]!] as const,
);
/** As scripts write them, longest first: `2031`, `31`, `09`, `9`. */
const pairs = [...short, ...short.map(([one, other]) => [one.slice(-2), other.slice(-2)] as const)]
  .concat([['9', '11']])
  .sort(([one], [other]) => other.length - one.length);

const isDigit = (text: string, at: number): boolean => /\d/.test(text[at] ?? '');

/** Whether `value` stands at a place, with no digit beside it. */
const stands = (text: string, value: string, at: number): boolean =>
  text.startsWith(value, at) && !isDigit(text, at - 1) && !isDigit(text, at + value.length);

/** Whether what two shoppers sent differs by more than a postcode, a month or a year that anybody can read. */
export function differ(one: string, other: string): boolean {
  let at = 0;
  let there = 0;
  while (at < one.length || there < other.length) {
    const pair = pairs.find(([mine, theirs]) => stands(one, mine, at) && stands(other, theirs, there));
    if (pair) {
      at += pair[0].length;
      there += pair[1].length;
    } else if (one[at] !== other[there]) return true;
    else {
      at += 1;
      there += 1;
    }
  }
  return false;
}
