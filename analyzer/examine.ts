import { sha256 } from '../core/encoding/sha256.ts';
import type { Behaviour, Evidence, Explanation, Location, ParseMode } from '../core/schema/index.ts';
import {
  decode,
  extractScripts,
  isNamedAsScript,
  mediaOf,
  parseLoosely,
  parseScript,
  parseStrictly,
  type Media,
  type Parsed,
} from './parse/index.ts';
import { looksObfuscated, type Sign } from './deobfuscate/signs.ts';
import type { InputPlaces } from './deobfuscate/second-look.ts';
import { collectFacts } from './static/facts.ts';
import { extractFeatures } from './static/features/index.ts';
import { createPositions } from './static/position.ts';
import type { Trace } from './emulator/index.ts';
import { ofSourceOnly } from './features.ts';
import { standoutOf } from './standout.ts';
import { similarTo, type Similar } from './similar/index.ts';
import { explanationOf, unexplained } from './explanation.ts';
import { applyTrace, callsForEmulation, type FromSource } from './trace/index.ts';

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
  /** What to open, when signs call for it. */
  hidden?: HiddenCode;
  /** When it was asked for. */
  explanation?: Explanation;
  /** Nearest known families, of a script that gives cause to ask. */
  similar?: Similar[];
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
  /** One for a script; those of a page; the parts of a script too large to parse whole; none when there is no code. */
  scripts: ExaminedScript[];
}

/** UTF-16 units parsed of one script; of a longer one its head, its tail and samples between. */
const maxParsed = 8 * 1024 * 1024;
const headLength = 4 * 1024 * 1024;
const tailLength = 1024 * 1024;
/** UTF-16 units of a page that are searched for scripts, and when the page was too much for a Worker. */
const maxPage = 4 * 1024 * 1024;
const maxPageOfTokens = 512 * 1024;
const sampleLength = 64 * 1024;
const maxSamples = 64;

type ToInput = (offset: number) => number;
interface Piece {
  path: string;
  text: string;
  /** Offset in the input's text of an offset in the piece. */
  toInput: ToInput;
  parsed: (text: string) => Parsed;
  partial: boolean;
}

const noParse = (): Parsed => ({ mode: 'none', program: null });
const looseParse = (text: string): Parsed => {
  const program = parseLoosely(text);
  return { mode: program ? 'loose' : 'none', program };
};

/**
 * Runs a script in the decoy world; never rejects for anything the script does. Null when the input has used up its time.
 */
export type Emulate = (text: string) => Promise<Trace | null>;

/** Told, before the runs begin, what the scripts hide, in their order; opening it can begin. */
export type OnHidden = (hidden: readonly (HiddenCode | undefined)[]) => void;

/** Scripts of one input that are run, and operations of all their runs together: a page of thousands must end, too. */
const emulationLimits = { scripts: 48, operations: 40_000_000 } as const;

/** As `examine`, and runs the scripts whose source calls for it. */
export async function examineDeeply(
  request: ExaminationRequest,
  emulate: Emulate,
  onHidden?: OnHidden,
): Promise<Examination> {
  const kept: Kept[] = [];
  const examination = examine(request, kept);
  if (request.level === 'tokens') return examination;
  onHidden?.(examination.scripts.map(({ hidden }) => hidden));
  if (request.explain) for (const script of examination.scripts) script.explanation = unexplained;
  let runs = 0;
  let operations = 0;
  let isCut = false;
  for (const { script, source, place } of kept) {
    if (!examination.scripts.includes(script) || !callsForEmulation(source.text)) continue;
    if (runs === emulationLimits.scripts || operations > emulationLimits.operations) break;
    const start = performance.now();
    const trace = await emulate(source.text);
    if (!trace) {
      isCut = true;
      break;
    }
    runs++;
    operations += trace.budget.operations;
    const { features, evidence, behaviour } = applyTrace(source, trace);
    const emulationMs = performance.now() - start;
    Object.assign(script, {
      ...(request.explain && { explanation: explanationOf(source.text, trace) }),
      features,
      evidence: evidence.map((one) => placed(one, place)),
      behaviour,
      partial: script.partial || trace.partial,
      timings: { ...script.timings, emulationMs, totalMs: script.timings.totalMs + emulationMs },
    });
  }
  for (const { script, source } of kept)
    if (script.evidence.some(({ severity }) => severity !== 'info')) script.similar = similarTo(source.text);
  return {
    ...examination,
    partial: examination.partial || isCut || examination.scripts.some((script) => script.partial),
  };
}

/** What a run needs of a script that was examined. */
interface Kept {
  script: ExaminedScript;
  source: FromSource;
  place: (location: Location) => Location;
}

/**
 * Looks at one input: bytes → text → scripts → facts and features. Synchronous and pure; run it in a Worker. `kept` gets
 * what running the scripts needs.
 */
export function examine(request: ExaminationRequest, kept: Kept[] = []): Examination {
  const { path, bytes, media: known, level } = request;
  const hash = sha256(bytes);
  const { text, binary } = decode(bytes);
  const partial = level === 'tokens';
  const base = { sha256: hash, partial, scripts: [] };
  if (binary) return examineBinary(base, path, text, bytes.length, level, kept);
  const media = mediaOf(path, text, known);
  const inputText = new InputText(text, kept);
  if (media === 'html') return { ...base, media, ...examinePage(inputText, path, text, level) };
  if (text.trim() === '') return { ...base, media };
  const pieces = piecesOf(path, text, level);
  const scripts = pieces.map((piece) => examinePiece(inputText, piece));
  const [first] = scripts;
  if (media === 'other' || (!known && !isNamedAsScript(path))) {
    if (first!.parse.mode === 'none') return { ...base, media: 'other', reason: 'not-script' };
  }
  if (media === 'other' && first!.parse.mode === 'loose') return { ...base, media, reason: 'not-script' };
  for (const script of scripts) Object.assign(script, { sha256: hash, bytes: bytes.length });
  return { ...base, media: 'js', partial: scripts.some((script) => script.partial), scripts };
}

function examinePage(
  input: InputText,
  path: string,
  text: string,
  level: 'full' | 'tokens',
): Pick<Examination, 'scripts' | 'partial'> {
  const page = text.slice(0, level === 'tokens' ? maxPageOfTokens : maxPage);
  const found = extractScripts(page);
  let remaining = maxParsed;
  const scripts: ExaminedScript[] = [];
  for (const script of found.scripts) {
    if (script.text.trim() === '' || remaining <= 0) continue;
    const part = script.text.slice(0, remaining);
    remaining -= part.length;
    scripts.push(
      examinePiece(input, {
        path: `${path}#${scripts.length + 1}:${script.kind}`,
        text: part,
        toInput: (offset) => script.pageOffset(offset),
        parsed: level === 'tokens' ? noParse : parseScript,
        partial: level === 'tokens' || part.length < script.text.length,
      }),
    );
  }
  const isCut = level === 'tokens' || page.length < text.length || found.partial || remaining <= 0;
  return { scripts, partial: isCut || scripts.some((script) => script.partial) };
}

/** Data, unless it is a script as well: pictures can be both. */
function examineBinary(
  base: Pick<Examination, 'sha256' | 'partial' | 'scripts'>,
  path: string,
  text: string,
  bytes: number,
  level: 'full' | 'tokens',
  kept: Kept[],
): Examination {
  const isCode =
    level === 'full' && text.length <= maxParsed && (parseStrictly(text).program?.body.length ?? 0) > 0;
  if (!isCode) return { ...base, media: 'other', reason: 'binary' };
  const piece = { path, text, toInput: (offset: number) => offset, parsed: parseStrictly, partial: false };
  const script = examinePiece(new InputText(text, kept), piece);
  Object.assign(script, { sha256: base.sha256, bytes });
  return { ...base, media: 'js', partial: script.partial, scripts: [script] };
}

/** A script whole, or the parts of it that are looked at. */
function piecesOf(path: string, text: string, level: 'full' | 'tokens'): Piece[] {
  const whole = { path, toInput: (offset: number) => offset, partial: level === 'tokens' };
  if (level === 'tokens') return [{ ...whole, text: samplesOf(text), parsed: noParse }];
  if (text.length <= maxParsed) return [{ ...whole, text, parsed: parseScript }];
  const tailStart = text.length - tailLength;
  return [
    { ...whole, text: text.slice(0, headLength), parsed: looseParse, partial: true },
    {
      ...whole,
      text: text.slice(tailStart),
      toInput: (offset) => tailStart + offset,
      parsed: looseParse,
      partial: true,
    },
    { ...whole, text: samplesOf(text.slice(headLength, tailStart)), parsed: noParse, partial: true },
  ];
}

/** A text of bounded length: itself, or pieces of it from places evenly apart. */
function samplesOf(text: string): string {
  if (text.length <= sampleLength * maxSamples) return text;
  const step = (text.length - sampleLength) / (maxSamples - 1);
  return Array.from({ length: maxSamples }, (_, index) =>
    text.slice(Math.round(index * step), Math.round(index * step) + sampleLength),
  ).join('\n');
}

function examinePiece(input: InputText, { path, text, toInput, parsed, partial }: Piece): ExaminedScript {
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
  if (!partial) {
    const { program, evidence, behaviour } = facts;
    input.kept.push({ script, source: { text, program, features, evidence, behaviour }, place });
  }
  return script;
}

/** Evidence with its places carried over to the input. */
function placed(evidence: Evidence, place: (location: Location) => Location): Evidence {
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
class InputText {
  readonly #text: string;
  readonly #positions;

  readonly kept: Kept[];

  constructor(text: string, kept: Kept[]) {
    this.kept = kept;
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
