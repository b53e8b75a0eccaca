/** Opens obfuscated scripts. docs/reference/deobfuscation.md describes when, how and within which bounds. */
import { placeIn, type OriginalPlace } from './places.ts';
import type { Opened } from './types.ts';

export { createDeobfuscator, type Deobfuscator, type DeobfuscatorOptions } from './deobfuscator.ts';
export { looksObfuscated, signs, type Sign, type SignFacts } from './signs.ts';
export { openLayers, openLimits } from './open.ts';
export {
  layerKinds,
  openOutcomes,
  type Layer,
  type LayerKind,
  type Opened,
  type OpenOutcome,
} from './types.ts';
export { deobfuscation, openedFeatures } from './feature-group.ts';
export { mergeFindings, withGraver } from './merge.ts';
export { inDecodedCode, lookAgain, placeInInput, type InputPlaces, type SecondLook } from './second-look.ts';
export type { OriginalPlace } from './places.ts';

/** Where something in opened text stands, or stood hidden, in the original; offsets count UTF-16 units. */
export function originalPlace({ places }: Pick<Opened, 'places'>, offsetInOpened: number): OriginalPlace {
  return places ? placeIn(places, offsetInOpened) : { offset: offsetInOpened, exact: true };
}
