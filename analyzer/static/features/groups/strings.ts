import { signalBit } from '../../vocabulary/index.ts';
import type { FeatureGroup } from '../feature-group.ts';
import { entropyOf } from '../entropy.ts';
import { logScale, ratio } from '../scale.ts';

/** The longest strings are looked at closely. */
const longestKept = 8;

/** Lengths, alphabets and randomness of the distinct strings, and what hosts they name. */
export const strings = {
  name: 'strings',
  version: 1,
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
    ];
  },
} satisfies FeatureGroup;

/** Keeps `longest` sorted, longest first. */
function keepLongest(longest: string[], value: string): void {
  if (longest.length === longestKept && value.length <= longest[longestKept - 1]!.length) return;
  let place = longest.length;
  while (place > 0 && longest[place - 1]!.length < value.length) place--;
  longest.splice(place, 0, value);
  if (longest.length > longestKept) longest.pop();
}
