import generatorModule from '@babel/generator';
import { webcrack } from 'webcrack';
import { composePlaces, PlaceMapBuilder, Stretch, type PlaceMapData } from '../places.ts';
import type { Answer, DecoderSandbox } from '../sandbox/sandbox.ts';
import { CallMarks, onProgram, type BabelNode } from './babel.ts';
import type { LayerOpener, OpenedLayer } from './layer.ts';
import { Script } from '../script.ts';
import { inlineKeptTexts } from './flat.ts';
import { hiddenPart, putBack } from './part.ts';

/** Compiled as CommonJS, it hides its function one level deeper. */
const generate = generatorModule.default;

/** UTF-16 units. Of longer texts only the statements that hide something are given to it, and no more than `most` of them. */
const lengths = { whole: 60_000, most: 500_000 } as const;
/** Nodes of what it is given: they are what costs time, and lists of texts have few. */
const maxNodes = 60_000;

/** String arrays, decoders, flattened control flow and dead code of common obfuscators, by webcrack. */
export const openWithWebcrack: LayerOpener = async ({ text, code }, sandbox) => {
  const part = text.length > lengths.whole && code ? hiddenPart(code) : null;
  if ((part?.text ?? text).length > lengths.most) return null;
  if (((part ? new Script(part.text).code : code)?.tree.count ?? 0) > maxNodes) return null;
  const opened = await crack(part?.text ?? text, sandbox);
  return opened && part ? { ...opened, ...putBack(text, part, opened.text, opened.places) } : opened;
};

/** What flattening one text with the other gives takes several turns to undo: each lays open what the next can take apart. */
const turns = 3;

async function crack(text: string, sandbox: DecoderSandbox): Promise<OpenedLayer | null> {
  let opened = await crackOnce(text, sandbox);
  for (let turn = 1; turn < turns && opened; turn++) {
    const left = flatParts(opened.text);
    if (left === 0 || opened.text.length > 2 * lengths.whole) break;
    const inlined = inlineKeptTexts(new Script(opened.text));
    const next = inlined ? joined(opened, inlined, inlined.decoded) : opened;
    const again = await crackOnce(next.text, sandbox);
    const taken = again ? left - flatParts(again.text) : 0;
    if (!again || taken + again.decoded <= 0) break;
    opened = joined(next, again, again.decoded + Math.max(0, taken));
  }
  return opened;
}

function joined(outer: OpenedLayer, inner: OpenedLayer, decoded: number): OpenedLayer {
  return {
    ...inner,
    decoded: outer.decoded + decoded,
    places: composePlaces(outer.places, inner.places),
  };
}

async function crackOnce(text: string, sandbox: DecoderSandbox): Promise<OpenedLayer | null> {
  const marks = new CallMarks();
  const kept: { tree?: BabelNode } = {};
  let decoded = 0;
  const result = await webcrack(flatParts(text) > 0 ? text + emptyList : text, {
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
      afterUnpack: [
        onProgram(({ node, parent }) => {
          const body: readonly BabelNode[] = node.body ?? [];
          node.body = body.filter((statement) => !isEmptyList(statement));
          kept.tree = parent;
        }),
      ],
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

/**
 * webcrack undoes flattening only in scripts that have a list of texts. This one stands after any other, is looked up by
 * nobody, and is taken out again.
 */
const emptyList = `
function $emptyList() { var $list = ['$emptyList']; $emptyList = function () { return $list; }; return $emptyList(); }`;

function isEmptyList({ type, id, body }: BabelNode): boolean {
  if (type !== 'FunctionDeclaration' || !['$emptyList', '__STRING_ARRAY__'].includes(id?.name ?? ''))
    return false;
  return JSON.stringify(body).includes('$emptyList');
}

/** How many things look like flattened control flow: orders of steps, and objects that hold its texts and functions. */
function flatParts(text: string): number {
  const orders = text.match(/["']\d{1,3}(?:\|\d{1,3}){2,}["']/g)?.length ?? 0;
  const members = text.match(/[{,]\s*(["']?)[a-zA-Z]{5}\1\s*:\s*(?:function\b|["'])/g)?.length ?? 0;
  return orders + (members >= 3 ? members : 0);
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
