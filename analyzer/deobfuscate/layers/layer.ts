import type { PlaceMapData } from '../places.ts';
import type { DecoderSandbox } from '../sandbox/sandbox.ts';
import type { Script } from '../script.ts';
import type { LayerKind } from '../types.ts';

/** A text with one layer opened. */
export interface OpenedLayer {
  readonly kind: LayerKind;
  readonly text: string;
  readonly places: PlaceMapData;
  /** Texts decoded. */
  readonly decoded: number;
}

/** Opens one layer of a script; null when it finds nothing to open. May throw: then the layer stays closed. */
export type LayerOpener = (script: Script, sandbox: DecoderSandbox) => Promise<OpenedLayer | null>;
