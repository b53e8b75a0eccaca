/**
 * Well-known libraries, recognised by the shapes of their functions, whatever else stands in the same file. What is known says nothing
 * against a script and nothing for it: it only tells which part of it needs no closer look.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Facts } from '../static/facts.ts';
import { functionShapes } from './shapes.ts';

export { functionShapes, type FunctionShape } from './shapes.ts';

/** A library in a script. */
export interface LibraryPart {
  readonly library: string;
  /** Share of the script's code that stands in functions of it, 0 to 1. */
  readonly share: number;
}

/** What a script holds of libraries. */
export interface KnownCode {
  /** Largest share first; those with less than a twentieth of the script, or with a function or two, left out. */
  readonly libraries: LibraryPart[];
  /** By node: 1 when it stands in a function of a library. */
  readonly isKnown: Uint8Array;
}

/** By shape of a function: the library that has it. */
export type LibraryCatalog = ReadonlyMap<number, string>;

export const libraryFile = z.strictObject({
  about: z.string(),
  libraries: z.record(z.string(), z.array(z.int().nonnegative())),
});

const leastShare = 0.05;
const leastFunctions = 3;
let shipped: LibraryCatalog | null = null;

/** The catalog that ships; written by tools/libraries.ts. */
function shippedCatalog(): LibraryCatalog {
  const text = readFileSync(new URL('../../models/libraries.json', import.meta.url), 'utf8');
  const { libraries } = libraryFile.parse(JSON.parse(text));
  return new Map(
    Object.entries(libraries).flatMap(([library, shapes]) =>
      shapes.map((shape): [number, string] => [shape, library]),
    ),
  );
}

/** What of a script is known. The outermost function that a library has is all its own. */
export function knownCode(
  { tree, scopes }: Pick<Facts, 'tree' | 'scopes'>,
  catalog: LibraryCatalog = (shipped ??= shippedCatalog()),
): KnownCode {
  if (!tree || !scopes) return { libraries: [], isKnown: new Uint8Array(0) };
  const isKnown = new Uint8Array(tree.count);
  const counts = new Map<string, { nodes: number; functions: number }>();
  let end = 0;
  for (const one of functionShapes(tree, scopes)) {
    const library = catalog.get(one.shape);
    if (library === undefined) continue;
    const found = counts.get(library) ?? { nodes: 0, functions: 0 };
    counts.set(library, found);
    found.functions++;
    if (one.at < end) continue;
    found.nodes += one.end - one.at;
    isKnown.fill(1, one.at, (end = one.end));
  }
  const libraries = [...counts]
    .map(([library, { nodes, functions }]) => ({ library, functions, share: nodes / tree.count }))
    .filter(({ functions, share }) => share >= leastShare && functions >= leastFunctions)
    .sort((one, other) => other.share - one.share || (one.library < other.library ? -1 : 1))
    .map(({ library, share }) => ({ library, share: Math.round(share * 100) / 100 }));
  return { libraries, isKnown };
}
