import type { PlaceMapData } from './places.ts';
import type { SecondLook } from './second-look.ts';
import type { Sign } from './signs.ts';

/**
 * How opening ended. `unchanged`: nothing was hidden that could be opened. `failed`: something was found but could not
 * be opened. `timeout` and `memory`: the Worker was ended. `too-large`: not tried.
 */
export const openOutcomes = ['opened', 'unchanged', 'failed', 'timeout', 'memory', 'too-large'] as const;
export type OpenOutcome = (typeof openOutcomes)[number];

/**
 * What was opened. `code`: text that the script turns into code (eval, Function, packers). `symbols`: a script written
 * in a few symbols. `values`: calls whose results are constant, decoders among them. `webcrack`: string arrays and
 * flattened control flow of common obfuscators.
 */
export const layerKinds = ['code', 'symbols', 'values', 'webcrack'] as const;
export type LayerKind = (typeof layerKinds)[number];

export interface Layer {
  readonly kind: LayerKind;
  /** Texts decoded in it, pieces of code included. */
  readonly decoded: number;
}

/** What opening a script gave. Plain data: it crosses threads. */
export interface Opened {
  readonly outcome: OpenOutcome;
  readonly signs: readonly Sign[];
  /** The script with its layers opened; null unless the outcome is `opened`. */
  readonly text: string | null;
  /** From the outermost inwards. */
  readonly layers: readonly Layer[];
  /** Texts decoded in all layers. */
  readonly decoded: number;
  /** Operations that decoders used in the sandbox. */
  readonly operations: number;
  /** Where parts of `text` came from; read it with `originalPlace`. */
  readonly places: PlaceMapData | null;
  /** Processor time. */
  readonly ms: number;
  /** What the opened text shows when it is examined; null when there is none. */
  readonly found: SecondLook | null;
}
