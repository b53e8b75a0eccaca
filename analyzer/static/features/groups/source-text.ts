import type { ParseMode } from '../../../../core/schema/index.ts';
import { entropyOf } from '../entropy.ts';
import type { FeatureGroup } from '../feature-group.ts';
import { logScale, ratio } from '../scale.ts';

const modes = ['script', 'module', 'handler', 'loose', 'none'] as const satisfies readonly ParseMode[];

/** No more characters than this are counted; longer texts are measured by their head. */
const maxCounted = 1024 * 1024;

/** What the source looks like as text: size, lines, alphabet. Not comments, which say nothing of what a script does. */
export const sourceText = {
  name: 'source-text',
  version: 1,
  features: [
    'length',
    'lines',
    'longest-line',
    'mean-line',
    'spaces',
    'letters',
    'digits',
    'brackets',
    'signs-of-few-kinds',
    'backslashes',
    'percents',
    'non-ascii',
    'invisible',
    'entropy',
    ...modes.map((mode) => `mode-${mode}`),
  ],
  extract({ text, mode }) {
    const length = Math.min(text.length, maxCounted);
    const counts = new Uint32Array(classes.length);
    let lines = 1;
    let longest = 0;
    let lineStart = 0;
    let nonAscii = 0;
    let invisible = 0;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code > 127) {
        nonAscii++;
        if (isInvisible(code)) invisible++;
      } else {
        counts[classOf[code]!]!++;
        if (code === 10) {
          lines++;
          if (index - lineStart > longest) longest = index - lineStart;
          lineStart = index + 1;
        }
      }
    }
    longest = Math.max(longest, length - lineStart);
    const share = (name: (typeof classes)[number]): number => ratio(counts[classes.indexOf(name)]!, length);
    return [
      logScale(text.length),
      logScale(lines),
      logScale(longest),
      logScale(length / lines),
      share('space'),
      share('letter'),
      share('digit'),
      share('bracket'),
      // Code written with []()!+ alone.
      share('bracket') + share('few') > 0.9 ? 1 : 0,
      share('backslash'),
      share('percent'),
      ratio(nonAscii, length),
      logScale(invisible),
      entropyOf(text),
      ...modes.map((one) => (one === mode ? 1 : 0)),
    ];
  },
} satisfies FeatureGroup;

const classes = ['other', 'space', 'letter', 'digit', 'bracket', 'few', 'backslash', 'percent'] as const;
const classOf = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  const index = [/./s, /\s/, /[a-z_$]/i, /\d/, /[()[\]{}]/, /[!+]/, /\\/, /%/].findLastIndex((one) =>
    one.test(character),
  );
  return Math.max(0, index);
});

/** Zero-width and direction marks, and variation selectors and Hangul fillers in which code has been hidden. */
function isInvisible(code: number): boolean {
  return (
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0xfe00 && code <= 0xfe0f) ||
    code === 0x3164 ||
    code === 0xffa0 ||
    code === 0xfeff
  );
}
