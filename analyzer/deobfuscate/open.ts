import { openCode } from './layers/code.ts';
import type { LayerOpener, OpenedLayer } from './layers/layer.ts';
import { openSymbols } from './layers/symbols.ts';
import { openValues } from './layers/values.ts';
import { openWithWebcrack } from './layers/webcrack.ts';
import { composePlaces, type PlaceMapData } from './places.ts';
import { DecoderSandbox } from './sandbox/sandbox.ts';
import { looksObfuscated, type Sign } from './signs.ts';
import type { Layer, Opened } from './types.ts';
import { collectSignFacts } from './sign-facts.ts';

/** Budgets of opening one script; they count, so that the same script is opened alike on any machine. */
export const openLimits = {
  /** UTF-16 units of a script that is tried. */
  length: 1_500_000,
  /** UTF-16 units that opened text may grow to. */
  openedLength: 6_000_000,
  /** Layers opened one after the other. */
  layers: 12,
  /** Operations of all decoders of a script. */
  operations: 30_000_000,
  memoryMb: 64,
  answerLength: 4_000_000,
};

/**
 * Opens layer after layer until nothing gives any more. Only inside a Worker with a large stack that can be killed:
 * webcrack is recursive and its time has no bound. Never throws.
 */
export async function openLayers(text: string, signs: readonly Sign[]): Promise<Opened> {
  const started = performance.now();
  const sandbox = new DecoderSandbox(openLimits);
  const layers: Layer[] = [];
  let current = text;
  let places: PlaceMapData | null = null;
  let failed = false;
  let reasons: readonly Sign[] = signs;
  let crackedText: string | null = null;

  const take = async (opener: LayerOpener): Promise<boolean> => {
    if (layers.length >= openLimits.layers) return false;
    let layer: OpenedLayer | null;
    try {
      layer = await opener(current, sandbox);
    } catch (e) {
      if (process.env.DEBUG) console.error(opener.name, e);
      failed = true;
      return false;
    }
    if (!layer || layer.text === current || layer.text.length > openLimits.openedLength) return false;
    const left = looksObfuscated(collectSignFacts(layer.text));
    // webcrack prints every script anew; that alone opens nothing.
    if (layer.decoded === 0 && reasons.every((sign) => left.includes(sign))) return false;
    reasons = left;
    layers.push({ kind: layer.kind, decoded: layer.decoded });
    places = places ? composePlaces(places, layer.places) : layer.places;
    current = layer.text;
    return true;
  };

  if (text.length > openLimits.length) return closed('too-large');
  while (layers.length < openLimits.layers) {
    let changed = reasons.includes('symbols') && (await take(openSymbols));
    changed = (await take(openCode)) || changed;
    if (isForWebcrack(reasons) && crackedText !== current) {
      changed = (await take(openWithWebcrack)) || changed;
      crackedText = current;
    }
    changed = (await take(openValues)) || changed;
    if (!changed) break;
  }
  return places ? { ...closed('opened'), text: current, places } : closed(failed ? 'failed' : 'unchanged');

  function closed(outcome: Opened['outcome']): Opened {
    return {
      outcome,
      signs,
      text: null,
      layers,
      decoded: layers.reduce((sum, layer) => sum + layer.decoded, 0),
      operations: sandbox.operations,
      places: null,
      ms: performance.now() - started,
    };
  }
}

/** webcrack costs twenty times a parse, so it is asked only for what it knows. */
function isForWebcrack(signs: readonly Sign[]): boolean {
  return signs.some(
    (sign) =>
      sign === 'hex-names' || sign === 'string-array' || sign === 'looked-up-names' || sign === 'flattened',
  );
}
