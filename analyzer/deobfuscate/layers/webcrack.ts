import generatorModule from '@babel/generator';
import { webcrack } from 'webcrack';
import { PlaceMapBuilder, Stretch, type PlaceMapData } from '../places.ts';
import type { Answer, DecoderSandbox } from '../sandbox/sandbox.ts';
import { CallMarks, onProgram, type BabelNode } from './babel.ts';
import type { LayerOpener, OpenedLayer } from './layer.ts';
import { hiddenPart, putBack } from './part.ts';

/** Compiled as CommonJS, it hides its function one level deeper. */
const generate = generatorModule.default;

/** UTF-16 units. Of longer texts only the statements that hide something are given to it, and no more than `most` of them. */
const lengths = { whole: 60_000, most: 200_000 } as const;

/** String arrays, decoders, flattened control flow and dead code of common obfuscators, by webcrack. */
export const openWithWebcrack: LayerOpener = async ({ text, code }, sandbox) => {
  const part = text.length > lengths.whole && code ? hiddenPart(code) : null;
  if ((part?.text ?? text).length > lengths.most) return null;
  const opened = await crack(part?.text ?? text, sandbox);
  return opened && part ? { ...opened, ...putBack(text, part, opened.text, opened.places) } : opened;
};

async function crack(text: string, sandbox: DecoderSandbox): Promise<OpenedLayer | null> {
  const marks = new CallMarks();
  const kept: { tree?: BabelNode } = {};
  let decoded = 0;
  const result = await webcrack(text, {
    jsx: false,
    unpack: false,
    mangle: false,
    sandbox: async (code: string): Promise<Answer> => {
      const answer = await sandbox.evaluate(code, 'decoder');
      if (!Array.isArray(answer)) throw new Error('The decoder gave no list');
      decoded += answer.filter((one) => typeof one === 'string').length;
      return answer as readonly Answer[];
    },
    plugins: {
      afterPrepare: [marks.mark],
      afterDeobfuscate: [marks.read],
      afterUnpack: [onProgram((program) => (kept.tree = program.parent))],
    },
  });
  if (!kept.tree || result.code === '') return null;
  const { code, rawMappings } = generate(kept.tree, {
    sourceMaps: true,
    sourceFileName: 'script.js',
    comments: false,
    jsescOption: { minimal: true },
  });
  return { kind: 'webcrack', text: code, decoded, places: placesOf(text, code, rawMappings ?? []) };
}

interface Mapping {
  generated: { line: number; column: number };
  original?: { line: number; column: number } | undefined;
}

function placesOf(text: string, code: string, mappings: readonly Mapping[]): PlaceMapData {
  // Babel ends a line of what it reads where JavaScript does, and one of what it writes at \n alone.
  const from = lineStarts(text, /\r\n|[\r\n\u2028\u2029]/g);
  const to = lineStarts(code, /\n/g);
  const built = new PlaceMapBuilder();
  let last = 0;
  for (const { generated, original } of mappings) {
    if (!original) continue;
    const start = (to[generated.line - 1] ?? code.length) + generated.column;
    const origin = (from[original.line - 1] ?? text.length) + original.column;
    if (start < last) continue;
    last = start;
    built.add(start, origin, text[origin] === code[start] ? Stretch.token : Stretch.decoded);
  }
  return built.build();
}

function lineStarts(text: string, end: RegExp): number[] {
  const starts = [0];
  for (const found of text.matchAll(end)) starts.push(found.index + found[0].length);
  return starts;
}
