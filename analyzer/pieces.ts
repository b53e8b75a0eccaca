import { parseLoosely, parseScript, type Parsed } from './parse/index.ts';
import type { ToInput } from './input-text.ts';

/** UTF-16 units parsed of one script; of a longer one its head, its tail and samples between. */
export const maxParsed = 8 * 1024 * 1024;
const headLength = 4 * 1024 * 1024;
const tailLength = 1024 * 1024;
/** UTF-16 units of a page that are searched for scripts, and when the page was too much for a Worker. */
export const maxPage = 4 * 1024 * 1024;
export const maxPageOfTokens = 512 * 1024;
const sampleLength = 64 * 1024;
const maxSamples = 64;

/** Code to examine, and where it stands in its input. */
export interface Piece {
  path: string;
  text: string;
  /** Offset in the input's text of an offset in the piece. */
  toInput: ToInput;
  parsed: (text: string) => Parsed;
  partial: boolean;
}

export const noParse = (): Parsed => ({ mode: 'none', program: null });
const looseParse = (text: string): Parsed => {
  const program = parseLoosely(text);
  return { mode: program ? 'loose' : 'none', program };
};

/** A script whole, or the parts of it that are looked at. */
export function piecesOf(path: string, text: string, level: 'full' | 'tokens'): Piece[] {
  const whole = { path, toInput: (offset: number) => offset, partial: level === 'tokens' };
  if (level === 'tokens') return [{ ...whole, text: samplesOf(text), parsed: noParse }];
  if (text.length <= maxParsed) return [{ ...whole, text, parsed: parseScript }];
  const tailStart = text.length - tailLength;
  return [
    { ...whole, text: text.slice(0, headLength), parsed: looseParse, partial: true },
    {
      ...whole,
      text: text.slice(tailStart),
      toInput: (offset) => tailStart + offset,
      parsed: looseParse,
      partial: true,
    },
    { ...whole, text: samplesOf(text.slice(headLength, tailStart)), parsed: noParse, partial: true },
  ];
}

/** A text of bounded length: itself, or pieces of it from places evenly apart. */
function samplesOf(text: string): string {
  if (text.length <= sampleLength * maxSamples) return text;
  const step = (text.length - sampleLength) / (maxSamples - 1);
  return Array.from({ length: maxSamples }, (_, index) =>
    text.slice(Math.round(index * step), Math.round(index * step) + sampleLength),
  ).join('\n');
}
