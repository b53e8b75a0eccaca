/** Addresses of the common kinds of cryptocurrency wallets, and code that looks for them. */

const kinds = [
  /^0x[0-9a-f]{40}$/i,
  /^(?:bc1|ltc1|tb1)[a-z0-9]{20,80}$/,
  /^[13][1-9A-HJ-NP-Za-km-z]{25,34}$/,
  /^[LMTDrX][1-9A-HJ-NP-Za-km-z]{25,34}$/,
  /^4[0-9AB][1-9A-HJ-NP-Za-km-z]{93}$/,
];

/** Whether a text is an address of a wallet, and nothing more. */
export const isWallet = (text: string): boolean =>
  text.length > 23 &&
  text.length < 100 &&
  // A word in camel case has no digits.
  (/\d/.test(text) || text.startsWith('bc1')) &&
  kinds.some((kind) => kind.test(text));

/** Parts of regular expressions that only addresses of wallets need. */
const looksForWallets =
  /0x(?:\[[^\]]{3,20}\]|\\w)\{40\}|\bbc1(?:\[|\)|\\w|\||q)|\[13\](?:\[|\)|\\w)|\^?\bT\[[^\]]{6,40}\]\{3[23]\}|\b4\[0-9AB\]|\{25,3[3-9]\}/;

/** Whether the source of a regular expression looks for addresses of wallets; the expression itself is never run. */
export const seeksWallets = (pattern: string): boolean =>
  pattern.length < 2000 && looksForWallets.test(pattern);
