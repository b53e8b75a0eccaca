import type { Unit } from './lists.ts';

/** A part of a script that neither uses the code around it nor is used by it. */
export interface Island {
  /** Its statements; a line break, and what a statement of its own needs, between those that did not stand side by side. */
  readonly text: string;
  /** Offset in the script of an offset in `text`. */
  toScript(offset: number): number;
}

/** An expression that would be read as a declaration, a block or a directive if it stood by itself. */
const needsParentheses = /^(?:(?:async\s+)?function\b|class\b|let\b|["'{])/;

/** The text of units in source order, as a script that can be parsed and run by itself. */
export function islandOf(text: string, units: readonly Unit[]): Island {
  /** Where pieces of the script begin in the island and in the script. */
  const pieces: { at: number; start: number; stop: number }[] = [];
  let island = '';
  let last: Unit | null = null;
  for (const unit of units) {
    const { start, stop, before, isPart } = unit;
    const piece = pieces.at(-1);
    if (piece && last!.end === unit.at && !last!.isPart && !isPart) {
      island += text.slice(piece.stop, stop);
      piece.stop = stop;
    } else {
      const slice = text.slice(start, stop);
      const isWrapped = isPart && before === '' && needsParentheses.test(slice);
      if (piece) island += island.endsWith(';') ? '\n' : ';\n';
      island += isWrapped ? '(' : before;
      pieces.push({ at: island.length, start, stop });
      island += isWrapped ? `${slice})` : slice;
    }
    last = unit;
  }
  return {
    text: island,
    toScript(offset) {
      const { at, start, stop } = pieces.findLast((one) => one.at <= offset) ?? pieces[0]!;
      return Math.max(start, Math.min(stop, start + offset - at));
    },
  };
}
