import type { Behaviour, Evidence, Location } from '../../core/schema/index.ts';
import { parseScript } from '../parse/index.ts';
import { collectFacts } from '../static/facts.ts';
import { extractFeatures } from '../static/features/index.ts';
import { createPositions } from '../static/position.ts';
import { placeIn } from './places.ts';
import type { Opened } from './types.ts';

/** What a script turns out to do once it is opened. */
export interface SecondLook {
  readonly behaviour: Behaviour;
  /** Locations in the input; the snippets show opened code, which stands nowhere in it. */
  readonly evidence: readonly Evidence[];
  /** The feature vector of the opened text. */
  readonly features: Float32Array;
  readonly partial: boolean;
  /** Names and strings that the original does not spell; the first ones. */
  readonly texts: readonly string[];
}

/** No more texts are looked for in the original, and none in a very long one. */
const textLimits = { looked: 400, length: 400_000 };

/** Where each offset of a script stands in its input, when that holds more than the script. */
export interface InputPlaces {
  readonly lines: Uint32Array;
  readonly columns: Uint32Array;
}

/** What every message about opened code begins with. */
export const inDecodedCode = 'In decoded code: ';

/** Examines opened text as a script is examined, and says where in the original its findings belong. */
export function lookAgain(
  original: string,
  { text, places }: Pick<Opened, 'text' | 'places'>,
  inputPlaces: InputPlaces | null,
): SecondLook | null {
  if (text === null || !places) return null;
  const facts = collectFacts(text, parseScript(text));
  const place = placeInInput(original, { text, places }, inputPlaces);
  return {
    behaviour: facts.behaviour,
    evidence: facts.evidence.map((one) => ({
      ...one,
      message: `${inDecodedCode}${one.message}`,
      location: place(one.location),
      ...(one.steps && {
        steps: one.steps.map((step) => (step.location ? { ...step, location: place(step.location) } : step)),
      }),
    })),
    features: extractFeatures(facts),
    partial: facts.partial,
    texts:
      original.length > textLimits.length
        ? []
        : (facts.tree?.texts ?? [])
            .filter((one) => one.length > 3)
            .slice(0, textLimits.looked)
            .filter((one) => !original.includes(one)),
  };
}

/** Where in the input something stands, or stood hidden, that has a place in opened text. */
export function placeInInput(
  original: string,
  { text, places }: Pick<Opened, 'text' | 'places'>,
  inputPlaces: InputPlaces | null,
): (location: Location) => Location {
  const inOpened = createPositions(text ?? '');
  const inOriginal = createPositions(original);
  return (location) => {
    const offset = places ? placeIn(places, inOpened.offsetOf(location)).offset : 0;
    if (!inputPlaces) return inOriginal.at(offset);
    const at = Math.min(offset, inputPlaces.lines.length - 1);
    return { line: inputPlaces.lines[at]!, column: inputPlaces.columns[at]! };
  };
}
