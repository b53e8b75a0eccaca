import type { Random } from './random.ts';
import { identifiers, quote } from './words.ts';

/** An expression that evaluates to `text`, more or less hidden. `openness`: how often it stays a plain literal. */
export function concealed(r: Random, text: string, openness: number): string {
  if (r.chance(openness)) return quote(text);
  switch (r.int(0, 7)) {
    case 0:
      return `atob(${quote(btoa(text))})`;
    case 1:
      return `String.fromCharCode(${codes(text).join(',')})`;
    case 2:
      return `${quote(Array.from(text).reverse().join(''))}.split('').reverse().join('')`;
    case 3: {
      const at = r.int(1, text.length - 1);
      const then = r.int(at, text.length);
      return `${quote(text.slice(0, at))}+${quote(text.slice(at, then))}+${quote(text.slice(then))}`;
    }
    case 4:
      return `[${codes(text).map((code) => code + 3).join(',')}].map(function(c){return String.fromCharCode(c-3)}).join('')`;
    case 5:
      return `'${codes(text).map((code) => `\\x${code.toString(16).padStart(2, '0')}`).join('')}'`;
    case 6: {
      const noise = r.pick(['~', '#', '|', 'Qz']);
      return `${quote(Array.from(text).join(noise))}.split(${quote(noise)}).join('')`;
    }
    default:
      return `decodeURIComponent(${quote(codes(text).map((code) => `%${code.toString(16).padStart(2, '0')}`).join(''))})`;
  }
}

/** Packs a whole script so that it unpacks itself when it runs, in one of the ways seen in honest and hostile code. */
export function packed(r: Random, code: string): string {
  const [a, b, c, d] = identifiers(r, 4) as [string, string, string, string];
  const run = r.pick([`eval(${a})`, `(new Function(${a}))()`, `window['ev'+'al'](${a})`, `setTimeout(${a},0)`]);
  const shift = r.int(1, 90);
  switch (r.int(0, 7)) {
    case 0:
      return `var ${a}=atob(${quote(btoa(latin(code)))});${run};`;
    case 1:
      return `var ${a}=String.fromCharCode(${codes(latin(code)).join(',')});${run};`;
    case 2:
      return `var ${a}=unescape(${quote(codes(latin(code)).map((x) => `%${x.toString(16).padStart(2, '0')}`).join(''))});${run};`;
    case 3: {
      const hidden = codes(latin(code)).map((x) => (x ^ shift).toString(16).padStart(2, '0')).join('');
      return `(function(){var ${b}=${quote(hidden)},${a}='';for(var ${c}=0;${c}<${b}.length;${c}+=2){${a}+=String.fromCharCode(parseInt(${b}.substr(${c},2),16)^${shift})}${run}})();`;
    }
    case 4: {
      const words = [...new Set(code.match(/\b\w{4,}\b/g) ?? [])].slice(0, 60);
      const packedCode = code.replace(/\b\w{4,}\b/g, (word) => (words.includes(word) ? `\u0001${words.indexOf(word)}\u0001` : word));
      return `eval(function(p,k){return p.replace(/\\x01(\\d+)\\x01/g,function(m,${d}){return k[${d}]})}(${JSON.stringify(packedCode)},${quote(words.join('|'))}.split('|')));`;
    }
    case 5: {
      const hex = codes(latin(code)).map((x) => x.toString(16).padStart(2, '0')).join('');
      return `(function(){var ${a}='',${b}=${quote(hex)};for(var ${c}=0;${c}<${b}.length;${c}+=2){${a}+=parseInt(${b}.substring(${c},${c}+2),16)+','}${a}=${a}.substring(0,${a}.length-1);eval(eval('String.fromCharCode('+${a}+')'))})();`;
    }
    case 6: {
      // The classic packer: words replaced by their numbers in base 36.
      const words = [...new Set(code.match(/\b\w+\b/g) ?? [])].slice(0, 36);
      const text = code.replace(/\b\w+\b/g, (word) => (words.includes(word) ? words.indexOf(word).toString(36) : word));
      return `eval(function(p,a,c,k,e,d){e=function(c){return c.toString(36)};if(!''.replace(/^/,String)){while(c--){d[c.toString(a)]=k[c]||c.toString(a)}k=[function(e){return d[e]}];e=function(){return'\\w+'};c=1};while(c--){if(k[c]){p=p.replace(new RegExp('\\b'+e(c)+'\\b','g'),k[c])}}return p}(${JSON.stringify(text)},36,${words.length},${quote(words.join('|'))}.split('|'),0,{}))`;
    }
    default: {
      const hidden = codes(latin(code)).map((x) => x + shift);
      return `var ${b}=[${hidden.join(',')}],${a}='';${b}.forEach(function(${c}){${a}+=String.fromCharCode(${c}-${shift})});${run};`;
    }
  }
}

function codes(text: string): number[] {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}

/** Characters beyond Latin-1 become escapes, which base64 and single bytes can carry. */
function latin(code: string): string {
  return code.replace(/[^\0-\xff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
