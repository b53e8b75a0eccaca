import type { AnyNode } from 'acorn';
import { argumentAt, unwrap } from '../ast.ts';
import type { DynamicCode } from '../behaviour/index.ts';
import type { Atoms } from './atoms.ts';
import type { Code } from './code.ts';
import type { Ends } from './find.ts';
import { textsOf } from './texts.ts';
import type { Sink } from './types.ts';

/** A script with more places than this is a library or hostile: its literals are not told apart. */
const maxPlaces = 200;

const decoders = new Set([
  'atob',
  'unescape',
  'decodeURIComponent',
  'decodeURI',
  'String.fromCharCode',
  'String.fromCodePoint',
]);

/**
 * The literals that reach dynamic code, a decoder or an address, in source order. Two scripts of one shape differ in mere
 * data only when these are equal. Null when a place takes something that cannot be told: then any literal may reach it.
 */
export function sensitiveTexts(
  code: Code,
  atoms: Atoms,
  found: { ends: Ends; sinks: readonly Sink[]; dynamicCode: readonly DynamicCode[] },
): string[] | null {
  const texts = atoms.addresses.map((piece) =>
    piece.type === 'Literal' ? String(piece.value) : piece.value.raw,
  );
  if (found.sinks.length + found.dynamicCode.length > maxPlaces) return null;
  const places: AnyNode[] = found.sinks.flatMap((sink) => sink.addresses);
  for (const dynamic of found.dynamicCode) {
    if (!dynamic.code) return null;
    places.push(dynamic.code);
  }
  for (const call of found.ends.calls) {
    if (!decoders.has(code.pathOf(unwrap(call.callee)) ?? '')) continue;
    const first = argumentAt(call, 0);
    if (!first || call.arguments.length > 1) return null;
    places.push(first);
  }
  if (places.length > maxPlaces) return null;
  for (const place of places) {
    const possible = textsOf(code, place);
    if (possible.length === 0 || possible.some((text) => !text.complete)) return null;
    texts.push(...possible.map(({ text }) => text));
  }
  return texts;
}
