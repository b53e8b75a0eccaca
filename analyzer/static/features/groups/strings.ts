import { imitated } from '../../evidence/lookalike.ts';
import { signalBit } from '../../vocabulary/index.ts';
import type { FeatureGroup } from '../feature-group.ts';
import { entropyOf } from '../entropy.ts';
import { logScale, ratio } from '../scale.ts';

/** The longest strings are looked at closely. */
const longestKept = 8;

/** Lengths, alphabets and randomness of the distinct strings, and what hosts they name. */
export const strings = {
  name: 'strings',
  version: 2,
  features: [
    'distinct',
    'total-length',
    'share-of-text',
    'mean-length',
    'longest',
    'longest-entropy',
    'highest-entropy',
    'mean-entropy-of-longest',
    'one-character',
    'over-100',
    'over-1000',
    'percent-escaped',
    'non-ascii',
    'control-characters',
    'urls',
    'base64',
    'hex',
    'markup',
    'repeated',
    'hosts',
    'ip-hosts',
    'longest-host',
    'digits-in-hosts',
    'punycode-hosts',
    'trade-name-hosts',
    'rare-ending-hosts',
    'hyphened-hosts',
    'imitating-hosts',
  ],
  extract({ text, vocabulary, behaviour }) {
    const { texts, strings: uses, masks } = vocabulary;
    let distinct = 0;
    let totalLength = 0;
    let repeated = 0;
    const counts = { one: 0, hundred: 0, thousand: 0, percent: 0, nonAscii: 0, control: 0 };
    const forms = { url: 0, base64: 0, hex: 0, markup: 0 };
    const longest: string[] = [];
    for (let id = 0; id < texts.length; id++) {
      if (uses[id] === 0) continue;
      const value = texts[id]!;
      distinct++;
      totalLength += value.length;
      if (uses[id]! > 1) repeated++;
      if (value.length === 1) counts.one++;
      if (value.length < 24) continue;
      if (value.length > 100) counts.hundred++;
      if (value.length > 1000) counts.thousand++;
      const head = value.length > 256 ? value.slice(0, 256) : value;
      if (/%[0-9a-f]{2}%[0-9a-f]{2}|%u[0-9a-f]{4}/i.test(head)) counts.percent++;
      if (/[\u0080-\uffff]{4}/.test(head)) counts.nonAscii++;
      if (/[\0-\x08\x0e-\x1f]/.test(head)) counts.control++;
      const mask = masks[id]!;
      if (mask & signalBit.url) forms.url++;
      if (mask & signalBit.base64) forms.base64++;
      if (mask & signalBit.hex) forms.hex++;
      if (mask & signalBit.markup) forms.markup++;
      keepLongest(longest, value);
    }
    const entropies = longest.map(entropyOf);
    const { hosts } = behaviour;
    return [
      logScale(distinct),
      logScale(totalLength),
      Math.min(1, ratio(totalLength, text.length)),
      logScale(ratio(totalLength, distinct)),
      logScale(longest[0]?.length ?? 0),
      entropies[0] ?? 0,
      Math.max(0, ...entropies),
      ratio(
        entropies.reduce((sum, entropy) => sum + entropy, 0),
        entropies.length,
      ),
      ratio(counts.one, distinct),
      logScale(counts.hundred),
      logScale(counts.thousand),
      logScale(counts.percent),
      logScale(counts.nonAscii),
      logScale(counts.control),
      logScale(forms.url),
      logScale(forms.base64),
      logScale(forms.hex),
      logScale(forms.markup),
      ratio(repeated, distinct),
      logScale(hosts.length),
      logScale(hosts.filter((host) => /^[\d.]+$|^\[/.test(host)).length),
      Math.max(0, ...hosts.map((host) => host.length)),
      ratio(hosts.join('').replace(/\D/g, '').length, hosts.join('').length),
      logScale(hosts.filter((host) => host.includes('xn--')).length),
      logScale(hosts.filter(isTradeName).length),
      logScale(hosts.filter((host) => rareEnding.test(host)).length),
      logScale(hosts.filter((host) => nameOf(host).includes('-')).length),
      logScale(hosts.filter((host) => imitated(host) !== null).length),
    ];
  },
} satisfies FeatureGroup;

/** The registrable name of a host without its ending, roughly: `js-cdn` of `www.js-cdn.example`. */
const nameOf = (host: string): string => host.split('.').at(-2) ?? '';

/** Names made of nothing but words of the trade, such as `magento-cdn` or `jquery0`, belong to nobody known. */
const trade =
  /^(?:(?:www|js|jquery|ajax|api|cdn|code|css|static|stat|stats|statistic|analytic|analytics|metric|tag|pixel|track|tracker|tracking|magento|mage|magescripts?|woo|wp|wordpress|content|google|gstatic|googie|face|fb|bootstrap|script|scripts|lib|libs|min|node|web|site|secure|security|ssl|safe|check|checkout|pay|payment|payments|card|cc|shop|store|cart|order|cloud|cloudflare|host|server|data|info|font|fonts|icon|img|image|media|asset|assets|source|update|upgrade|online|link|live|app|dev|page|pages|click|load|loader|services?|account|verify|save|xhr|json|html|react|vue|angular|mini|slider|query|my|get|the|e|i|ru|us)-?)+\d{0,3}$/;
const known =
  /(?:^|\.)(?:jquery\.com|cdnjs\.com|fonts\.net|cloudflare\.com|google\.[a-z.]+|gstatic\.com|wordpress\.(?:com|org)|magento\.com|bootstrap\w*\.com|angular\.(?:io|dev)|react\.dev|wp\.com|fb\.(?:com|me)|live\.com|apple\.com|nodejs\.org|json\.org|web\.dev|app\.link|page\.link|shop\.app|data\.gov)$/;
const isTradeName = (host: string): boolean => trade.test(nameOf(host)) && !known.test(host);

/** Endings that are cheap or free, or that hardly any known vendor of scripts uses. */
const rareEnding =
  /\.(?:su|pw|top|tk|ml|cf|ga|gq|link|club|xyz|icu|site|website|space|host|press|fun|buzz|click|cc|ws|ru|work|rest|cyou|bid|trade|win|loan|stream|party|date|men|review)$/;

/** Keeps `longest` sorted, longest first. */
function keepLongest(longest: string[], value: string): void {
  if (longest.length === longestKept && value.length <= longest[longestKept - 1]!.length) return;
  let place = longest.length;
  while (place > 0 && longest[place - 1]!.length < value.length) place--;
  longest.splice(place, 0, value);
  if (longest.length > longestKept) longest.pop();
}
