import { openCode, openWrittenCode } from './layers/code.ts';
import type { LayerOpener, OpenedLayer } from './layers/layer.ts';
import { openSymbols } from './layers/symbols.ts';
import { openValues } from './layers/values.ts';
import { openWithWebcrack } from './layers/webcrack.ts';
import { composePlaces, type PlaceMapData } from './places.ts';
import { DecoderSandbox } from './sandbox/sandbox.ts';
import { looksObfuscated, type Sign } from './signs.ts';
import type { Layer, Opened, OpenOutcome } from './types.ts';
import { Script } from './script.ts';
import { signFactsOf } from './sign-facts.ts';

/** Budgets of opening one script; they count, so that the same script is opened alike on any machine. */
export const openLimits = {
  /** UTF-16 units of a script that is tried. */
  length: 1_500_000,
  /** UTF-16 units that opened text may grow to. */
  openedLength: 6_000_000,
  /** Layers opened one after the other. */
  layers: 12,
  /** Operations of all decoders of a script; of those longer than `large` UTF-16 units. */
  operations: 30_000_000,
  operationsOfLarge: 3_000_000,
  large: 400_000,
  /** UTF-16 units that all rounds together may look through, but for the first. */
  looked: 3_000_000,
  memoryMb: 64,
  answerLength: 4_000_000,
};

/**
 * Opens layer after layer until nothing gives any more. Only inside a Worker with a large stack that can be killed:
 * webcrack is recursive and its time has no bound. Never throws.
 */
export async function openLayers(text: string, signs: readonly Sign[]): Promise<Opened> {
  const started = performance.now();
  const opening = new Opening(text, signs);
  const outcome = text.length > openLimits.length ? 'too-large' : await opening.run();
  return { ...opening.result(outcome), signs, ms: performance.now() - started, found: null };
}

/** One script while its layers are opened. */
class Opening {
  readonly #sandbox: DecoderSandbox;
  readonly #layers: Layer[] = [];
  #script: Script;
  #signs: readonly Sign[];
  #places: PlaceMapData | null = null;
  #failed = false;
  #looked = 0;

  constructor(text: string, signs: readonly Sign[]) {
    const { operations, operationsOfLarge, large } = openLimits;
    this.#sandbox = new DecoderSandbox({
      ...openLimits,
      operations: text.length > large ? operationsOfLarge : operations,
    });
    this.#script = new Script(text);
    this.#signs = signs;
  }

  async run(): Promise<OpenOutcome> {
    let cracked: Script | null = null;
    for (let changed = true; changed && this.#looked <= openLimits.looked;) {
      this.#looked += this.#script.text.length;
      changed = this.#signs.includes('symbols') && (await this.#take(openSymbols));
      // A list of texts hides all the rest: while there is one, the others would only run its decoders again and again.
      const isListed = this.#signs.includes('string-array');
      // But the obfuscator obfuscates the code in texts, too, and that needs the list as much as the rest does.
      changed = (await this.#take(isListed ? openWrittenCode : openCode)) || changed;
      if (isForWebcrack(this.#signs) && cracked !== this.#script) {
        cracked = this.#script;
        changed = (await this.#take(openWithWebcrack)) || changed;
        if (isListed && changed) continue;
      }
      if (isListed) changed = (await this.#take(openCode)) || changed;
      changed = (await this.#take(openValues)) || changed;
    }
    if (this.#places) return 'opened';
    return this.#failed ? 'failed' : 'unchanged';
  }

  result(outcome: OpenOutcome): Omit<Opened, 'signs' | 'ms' | 'found'> {
    return {
      outcome,
      text: outcome === 'opened' ? this.#script.text : null,
      layers: this.#layers,
      decoded: this.#layers.reduce((sum, layer) => sum + layer.decoded, 0),
      operations: this.#sandbox.operations,
      places: this.#places,
    };
  }

  /** Whether the opener found something. */
  async #take(opener: LayerOpener): Promise<boolean> {
    if (this.#layers.length === openLimits.layers) return false;
    let layer: OpenedLayer | null;
    try {
      layer = await opener(this.#script, this.#sandbox);
    } catch {
      this.#failed = true;
      return false;
    }
    if (!layer || layer.text === this.#script.text || layer.text.length > openLimits.openedLength)
      return false;
    const script = new Script(layer.text);
    const left = looksObfuscated(signFactsOf(script));
    // webcrack prints every script anew; that alone opens nothing.
    if (layer.decoded === 0 && this.#signs.every((sign) => left.includes(sign))) return false;
    this.#layers.push({ kind: layer.kind, decoded: layer.decoded });
    this.#places = this.#places ? composePlaces(this.#places, layer.places) : layer.places;
    this.#script = script;
    this.#signs = left;
    return true;
  }
}

/** webcrack costs twenty times a parse, so it is asked only for what it knows. */
function isForWebcrack(signs: readonly Sign[]): boolean {
  return signs.some(
    (sign) =>
      sign === 'hex-names' || sign === 'string-array' || sign === 'looked-up-names' || sign === 'flattened',
  );
}
