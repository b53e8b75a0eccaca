import { sha256 } from '../core/encoding/sha256.ts';
import type { Location } from '../core/schema/index.ts';
import { looksObfuscated } from './deobfuscate/signs.ts';
import type { ExaminedScript } from './examination.ts';
import { ofSourceOnly } from './features.ts';
import { placed, type InputText } from './input-text.ts';
import { islandsOf } from './islands/index.ts';
import { knownCode } from './libraries/index.ts';
import { parseScript } from './parse/index.ts';
import type { Piece } from './pieces.ts';
import { standoutOf } from './standout.ts';
import { collectFacts, type Facts } from './static/facts.ts';
import { extractFeatures } from './static/features/index.ts';
import type { FromSource } from './trace/index.ts';

/** What a run needs of a script that was examined. */
export interface Kept {
  script: ExaminedScript;
  source: FromSource;
  place: (location: Location) => Location;
}

/** One piece of code with its islands, and what running them needs. */
export interface ExaminedPiece {
  script: ExaminedScript;
  islands: ExaminedScript[];
  /** Islands first; without what is known in part only. */
  kept: Kept[];
}

/** Looks at one piece of an input, and at each of its islands as at a script of its own. */
export function examinePiece(input: InputText, piece: Piece): ExaminedPiece {
  const whole = examineCode(input, piece);
  const { isKnown, libraries } = knownCode(whole.facts);
  if (libraries.length > 0) whole.script.libraries = libraries;
  const parts = (piece.partial ? [] : islandsOf(whole.facts, isKnown)).map((island) =>
    examineCode(input, {
      path: piece.path,
      text: island.text,
      toInput: (offset) => piece.toInput(island.toScript(offset)),
      parsed: parseScript,
      partial: false,
    }),
  );
  return {
    script: whole.script,
    islands: parts.map(({ script }) => script),
    kept: [...parts, whole].flatMap(({ kept }) => kept ?? []),
  };
}

function examineCode(
  input: InputText,
  { path, text, toInput, parsed, partial }: Piece,
): { script: ExaminedScript; facts: Facts; kept: Kept | null } {
  const start = performance.now();
  const parse = parsed(text);
  const parsedAt = performance.now();
  const facts = collectFacts(text, parse);
  const features = ofSourceOnly(extractFeatures(facts));
  const end = performance.now();
  const place = input.placer(text, toInput);
  const signs = facts.tree ? looksObfuscated(facts) : [];
  const standout = facts.evidence.some(({ severity }) => severity !== 'info') ? null : standoutOf(facts);
  const script: ExaminedScript = {
    path,
    sha256: sha256(text),
    bytes: Buffer.byteLength(text),
    features,
    structureHash: facts.structureHash,
    shapeHash: facts.shapeHash,
    sensitiveHash: facts.sensitiveHash,
    evidence: facts.evidence.map((one) => placed(one, place)),
    standout: standout && placed(standout, place),
    behaviour: facts.behaviour,
    parse: {
      mode: parse.mode,
      ...(parse.error && {
        error: { ...parse.error, ...(parse.error.location && { location: place(parse.error.location) }) },
      }),
    },
    partial: partial || facts.partial,
    timings: { totalMs: end - start, parseMs: parsedAt - start, staticMs: end - parsedAt },
    ...(signs.length > 0 && { hidden: { text, signs, places: input.placesOf(text, toInput) } }),
  };
  const { program, evidence, behaviour } = facts;
  return {
    script,
    facts,
    kept: partial ? null : { script, source: { text, program, features, evidence, behaviour }, place },
  };
}
