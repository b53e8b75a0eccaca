import { parseStrictly } from '../../parse/index.ts';
import { isWrittenInSymbols } from '../signs.ts';
import { splice, type Replacement } from '../splice.ts';
import type { DecoderSandbox } from '../sandbox/sandbox.ts';
import type { LayerOpener, OpenedLayer } from './layer.ts';

const minLength = 100;
const maxStatements = 20;

/**
 * Scripts written in a few symbols ([]()!+ and the like) build a text and hand it to Function. They name nothing that can
 * be taken apart, so the statement runs whole in the sandbox, where the text is kept.
 */
export const openSymbols: LayerOpener = async ({ text, code }, sandbox) => {
  const replacements: Replacement[] = [];
  const statements = code?.tree.program.body ?? [];
  for (const { start, end } of statements) {
    if (end - start < minLength || !isWrittenInSymbols(text.slice(start, end))) continue;
    if (replacements.length === maxStatements) break;
    const made = lastCode(await sandbox.record(text.slice(start, end)));
    if (made !== null) replacements.push({ start, end, text: `${made}\n;` });
  }
  // One statement may build on the one before: then only all of them together make sense.
  if (replacements.length === 0) return isWrittenInSymbols(text) ? openWhole(text, sandbox) : null;
  return { kind: 'symbols', decoded: replacements.length, ...splice(text, replacements) };
};

async function openWhole(text: string, sandbox: DecoderSandbox): Promise<OpenedLayer | null> {
  const made = lastCode(await sandbox.record(text));
  if (made === null) return null;
  return { kind: 'symbols', decoded: 1, ...splice(text, [{ start: 0, end: text.length, text: made }]) };
}

/** On the way to its text such code makes small functions that only return a letter's worth; the last other one counts. */
function lastCode(codes: readonly string[]): string | null {
  const real = codes.filter(
    (one) => !/^\s*return\s*(?:[\w.]+|(["'/]).{0,12}\1)\s*;?\s*$/.test(one) && one.trim() !== '',
  );
  for (const one of real.toReversed()) if (parseStrictly(one).program) return one;
  return null;
}
