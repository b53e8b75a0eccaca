import type { Behaviour, Evidence, Explanation, Location, ParseMode } from '../core/schema/index.ts';
import type { InputPlaces } from './deobfuscate/second-look.ts';
import type { Sign } from './deobfuscate/signs.ts';
import type { Media } from './parse/index.ts';
import type { LibraryPart } from './libraries/index.ts';
import type { Similar } from './similar/index.ts';

/** What examination is asked. `tokens`: no parsing, for what a full examination did not survive. */
export interface ExaminationRequest {
  path: string;
  bytes: Uint8Array;
  media?: 'js' | 'html';
  level: 'full' | 'tokens';
  /** Also keep what explains a verdict step by step. */
  explain?: boolean;
}

/** Everything found out about one piece of code, but for its probabilities. */
export interface ExaminedScript {
  path: string;
  /** Of the script's own source as UTF-8; of the bytes as given for an input that is one script. */
  sha256: string;
  bytes: number;
  features: Float32Array;
  structureHash: string | null;
  shapeHash: string | null;
  sensitiveHash: string | null;
  /** Locations in the input. */
  evidence: Evidence[];
  /** The place to look at when no rule speaks; null when none stands out. */
  standout: Evidence | null;
  behaviour: Behaviour;
  parse: { mode: ParseMode; error?: { message: string; location?: Location } };
  partial: boolean;
  timings: {
    totalMs: number;
    parseMs: number;
    staticMs: number;
    deobfuscationMs?: number;
    emulationMs?: number;
  };
  /** Hosts to which its run sent something that was typed, and nothing of a card or a password. */
  spared?: readonly string[];
  /** What to open, when signs call for it. */
  hidden?: HiddenCode;
  /** Of an island and of opened code: the index, in the examination, of the script it is a part of. */
  partOf?: number;
  /** What came out of a script's layers, examined like a script of its own. */
  isOpened?: true;
  /** When it was asked for. */
  explanation?: Explanation;
  /** Nearest known families, of a script that gives cause to ask. */
  similar?: Similar[];
  /** Well-known libraries that make up much of it. */
  libraries?: LibraryPart[];
}

/** A script that hides something, as the deobfuscator takes it. */
export interface HiddenCode {
  text: string;
  signs: readonly Sign[];
  /** Null when the input is this script and nothing else. */
  places: InputPlaces | null;
}

/** Why there is nothing to judge; stable words. */
export type UnanalysedReason = 'binary' | 'not-script' | 'timeout' | 'memory' | 'crash';

export interface Examination {
  sha256: string;
  media: Media;
  partial: boolean;
  reason?: UnanalysedReason;
  /**
   * One for a script; those of a page; the parts of a script too large to parse whole; none when there is no code. Then the
   * islands of them all: parts of scripts that are looked at alone, too. Then what came out of their layers.
   */
  scripts: ExaminedScript[];
}
