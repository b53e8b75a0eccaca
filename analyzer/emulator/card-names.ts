import type { FieldValues } from './canary/values.ts';

/** Names as scripts write them for card fields, most telling first. The decoy page's own are no news. */
const kinds: readonly (readonly [kind: string, name: RegExp])[] = [
  [
    'card-cvv',
    /(?:^|[^a-z])(?:cvv2?|cvc2?|csc|cvn|cid)$|(?:card|cc|security|verification)[-_. ]?(?:cvv2?|cvc2?|csc|cvn|cid|code)|[a-z](?:Cvv|Cvc|Csc|CVV|CVC|CSC)2?$/i,
  ],
  ['card-month', /(?:card|cc|exp\w*)[-_.]?(?:exp\w*)?[-_.]?(?:month|mon|mm)$/i],
  ['card-year', /(?:card|cc|exp\w*)[-_.]?(?:exp\w*)?[-_.]?(?:year|yyyy|yy)$/i],
  [
    'card-expiry',
    /(?:card|cc)[-_.]?exp(?:iry|iration|dates?|ires)?(?:[-_.]?date)?$|^exp(?:iry|iration)?[-_.]?date$/i,
  ],
  ['card-name', /(?:card|cc)[-_.]?(?:holder(?:[-_.]?name)?|owner|name)$|name[-_.]?on[-_.]?card/i],
  ['card-number', /(?:card|cc)[-_.]?(?:number|num|no)$|^(?:pan|creditcard)$|card[-_.]?pan$/i],
];
const ofPage = /^(?:payment\[)?cc_(?:number|cid|exp_month|exp_year|owner)\]?$/;
/** The tokens of HTML's `autocomplete`, which many shops use as names and ids too. */
export const standardCardNames: FieldValues = {
  'card-number': 'cc-number',
  'card-cvv': 'cc-csc',
  'card-expiry': 'cc-exp',
  'card-name': 'cc-name',
};
/** Words in quotes, brackets, lists or patterns that may be such names: `'cc-csc'`, `#cardNumber`, `/cc-csc=\d+/`. */
const word = /(?<=["'`#.=[,|\s/^(&])([A-Za-z][\w-]{1,30}(?:[.[][\w-]{1,30}\]?)?)(?=["'`\],|\s;)=/$])/g;
const speaks = /cc|card|cvv|cvc|csc|cid|exp|pan/i;
const limits = { text: 200_000, words: 4000 };

/**
 * What a script itself calls the card's fields, by kind; the first name of each kind. In a page whose fields are called so, a
 * script that looks at the name of whatever was typed into finds what it waits for.
 */
export function cardNamesIn(texts: readonly string[]): FieldValues {
  const names: Record<string, string> = {};
  let seen = 0;
  for (const text of texts) {
    if (!speaks.test(text)) continue;
    for (const [name] of ` ${text.slice(0, limits.text)} `.matchAll(word)) {
      if (++seen > limits.words) return names;
      if (!speaks.test(name) || ofPage.test(name)) continue;
      const kind = kinds.find(([, pattern]) => pattern.test(name.replace(/\]$/, '')))?.[0];
      if (kind !== undefined) names[kind] ??= name;
    }
  }
  return names;
}
