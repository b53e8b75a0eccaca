/** Names the known families that a script's shape is nearest to. A hint for people: it never decides a verdict. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { alike, sketchOf, type Sketch } from './sketch.ts';

export { alike, sketchOf, type Sketch } from './sketch.ts';

export interface Similar {
  readonly family: string;
  /** Share of shape in common, 0 to 1. */
  readonly similarity: number;
}

const file = z.strictObject({
  about: z.string(),
  families: z.record(z.string(), z.array(z.int().nonnegative())),
});

/** Below this, scripts that merely do the same kind of thing are alike. */
const close = 0.4;
const most = 3;
let known: readonly (readonly [string, Sketch])[] | null = null;

/** The nearest families, nearest first; empty when none is close. */
export function similarTo(text: string): Similar[] {
  known ??= Object.entries(
    file.parse(JSON.parse(readFileSync(new URL('../../models/families.json', import.meta.url), 'utf8')))
      .families,
  );
  const mine = sketchOf(text);
  if (!mine) return [];
  return known
    .map(([family, sketch]) => ({ family, similarity: Math.round(alike(mine, sketch) * 100) / 100 }))
    .filter(({ similarity }) => similarity >= close)
    .sort((one, other) => other.similarity - one.similarity || (one.family < other.family ? -1 : 1))
    .slice(0, most);
}
