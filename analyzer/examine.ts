import { sha256 } from '../core/encoding/sha256.ts';
import {
  decode,
  extractScripts,
  isNamedAsScript,
  mediaOf,
  parseScript,
  parseStrictly,
} from './parse/index.ts';
import type { Trace } from './emulator/index.ts';
import { examinePiece, type ExaminedPiece, type Kept } from './examine-piece.ts';
import type { Examination, ExaminationRequest, HiddenCode } from './examination.ts';
import { explanationOf, unexplained } from './explanation.ts';
import { InputText, placed } from './input-text.ts';
import { maxPage, maxPageOfTokens, maxParsed, noParse, piecesOf } from './pieces.ts';
import { similarTo } from './similar/index.ts';
import { applyTrace, callsForEmulation } from './trace/index.ts';

export type {
  Examination,
  ExaminationRequest,
  ExaminedScript,
  HiddenCode,
  UnanalysedReason,
} from './examination.ts';

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
    if (!callsForEmulation(source.text)) continue;
    if (runs === emulationLimits.scripts || operations > emulationLimits.operations) break;
    const start = performance.now();
    const trace = await emulate(source.text);
    if (!trace) {
      isCut = true;
      break;
    }
    runs++;
    operations += trace.budget.operations;
    const { features, evidence, behaviour, spared } = applyTrace(source, trace);
    const emulationMs = performance.now() - start;
    Object.assign(script, {
      ...(request.explain && { explanation: explanationOf(source.text, trace) }),
      features,
      evidence: evidence.map((one) => placed(one, place)),
      behaviour,
      ...(spared.length > 0 && { spared }),
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

/**
 * Looks at one input: bytes → text → scripts → facts and features. Synchronous and pure; run it in a Worker. `kept` gets
 * what running the scripts needs.
 */
export function examine(request: ExaminationRequest, kept: Kept[] = []): Examination {
  const { path, bytes, media: known, level } = request;
  const hash = sha256(bytes);
  const { text, binary } = decode(bytes);
  const base = { sha256: hash, partial: level === 'tokens', scripts: [] };
  if (binary) return examineBinary(base, path, text, bytes.length, level, kept);
  const media = mediaOf(path, text, known);
  if (media === 'html') return { ...base, media, ...examinePage(path, text, level, kept) };
  if (text.trim() === '') return { ...base, media };
  const input = new InputText(text);
  const pieces = piecesOf(path, text, level).map((piece) => examinePiece(input, piece));
  const { mode } = pieces[0]!.script.parse;
  if (media === 'other' || (!known && !isNamedAsScript(path))) {
    if (mode === 'none') return { ...base, media: 'other', reason: 'not-script' };
  }
  if (media === 'other' && mode === 'loose') return { ...base, media, reason: 'not-script' };
  for (const { script } of pieces) Object.assign(script, { sha256: hash, bytes: bytes.length });
  kept.push(...pieces.flatMap((piece) => piece.kept));
  return { ...base, media: 'js', ...joined(pieces) };
}

/** All scripts, then all their islands. */
function joined(pieces: readonly ExaminedPiece[]): Pick<Examination, 'scripts' | 'partial'> {
  const islands = pieces.flatMap((piece, partOf) =>
    piece.islands.map((island) => Object.assign(island, { partOf })),
  );
  const scripts = [...pieces.map(({ script }) => script), ...islands];
  return { scripts, partial: scripts.some((script) => script.partial) };
}

function examinePage(
  path: string,
  text: string,
  level: 'full' | 'tokens',
  kept: Kept[],
): Pick<Examination, 'scripts' | 'partial'> {
  const input = new InputText(text);
  const page = text.slice(0, level === 'tokens' ? maxPageOfTokens : maxPage);
  const found = extractScripts(page);
  let remaining = maxParsed;
  const pieces: ExaminedPiece[] = [];
  for (const script of found.scripts) {
    if (script.text.trim() === '' || remaining <= 0) continue;
    const part = script.text.slice(0, remaining);
    remaining -= part.length;
    const piece = examinePiece(input, {
      path: `${path}#${pieces.length + 1}:${script.kind}`,
      text: part,
      toInput: (offset) => script.pageOffset(offset),
      parsed: level === 'tokens' ? noParse : parseScript,
      partial: level === 'tokens' || part.length < script.text.length,
    });
    pieces.push(piece);
  }
  // A page's scripts first: its islands must not use up the runs.
  const all = pieces.flatMap((piece) => piece.kept);
  const wholes = new Set(pieces.map(({ script }) => script));
  kept.push(
    ...all.filter(({ script }) => wholes.has(script)),
    ...all.filter(({ script }) => !wholes.has(script)),
  );
  const isCut = level === 'tokens' || page.length < text.length || found.partial || remaining <= 0;
  const { scripts, partial } = joined(pieces);
  return { scripts, partial: isCut || partial };
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
  const whole = { path, text, toInput: (offset: number) => offset, parsed: parseStrictly, partial: false };
  const piece = examinePiece(new InputText(text), whole);
  Object.assign(piece.script, { sha256: base.sha256, bytes });
  kept.push(...piece.kept);
  return { ...base, media: 'js', ...joined([piece]) };
}
