import type { Evidence, Location } from '../core/schema/index.ts';
import type { InputPlaces } from './deobfuscate/second-look.ts';
import { createPositions } from './static/position.ts';

/** Offset in the input's text of an offset in a piece of it. */
export type ToInput = (offset: number) => number;

/** Evidence with its places carried over to the input. */
export function placed(evidence: Evidence, place: (location: Location) => Location): Evidence {
  return {
    ...evidence,
    location: place(evidence.location),
    ...(evidence.steps && {
      steps: evidence.steps.map((step) =>
        step.location ? { ...step, location: place(step.location) } : step,
      ),
    }),
  };
}

/** The text of an input, to which places found in its pieces are carried over. */
export class InputText {
  readonly #text: string;
  readonly #positions;

  constructor(text: string) {
    this.#text = text;
    this.#positions = createPositions(text);
  }

  /** Line and column in the input of every offset of a piece and of its end; null for a piece that is all of it. */
  placesOf(piece: string, toInput: ToInput): InputPlaces | null {
    if (piece.length === this.#text.length) return null;
    const lines = new Uint32Array(piece.length + 1);
    const columns = new Uint32Array(piece.length + 1);
    for (let offset = 0; offset <= piece.length; offset++) {
      const { line, column } = this.#positions.at(toInput(offset));
      lines[offset] = line;
      columns[offset] = column;
    }
    return { lines, columns };
  }

  /** Carries places in `piece` over to the input; nothing to do for a piece that is all of it. */
  placer(piece: string, toInput: ToInput): (location: Location) => Location {
    if (piece.length === this.#text.length) return (location) => location;
    const positions = createPositions(piece);
    return (location) => this.#positions.at(toInput(positions.offsetOf(location)));
  }
}
