import { parse, type Options, type Program } from 'acorn';
import type { Location, ParseMode } from '../../core/schema/index.ts';
import { createPositions } from '../static/position.ts';
import { parseLoosely } from './loose.ts';

export interface Parsed {
  mode: ParseMode;
  /** Null in mode `none`. Offsets are those of the text, in every mode. */
  program: Program | null;
  /** Why no strict parser took it (modes `loose` and `none`), at the place the best of them reached. */
  error?: { message: string; location?: Location };
}

const sloppy: Options = { ecmaVersion: 'latest', sourceType: 'script', allowHashBang: true };

/**
 * The first takes import and export statements in its stride, because a parse that ends in vain at a late `export` would
 * be as long as a whole one; what has any is a module. The module parser proper is for top-level `await`. The last is for
 * bodies of event handlers and of functions that are wrapped around the file elsewhere, where `return` and `await` are
 * free. Each is tried only where the one before gave up at a word that it would have taken.
 */
const strictModes: readonly { mode: 'script' | 'module' | 'handler'; options: Options; gaveUpAt: RegExp }[] =
  [
    { mode: 'script', options: { ...sloppy, allowImportExportEverywhere: true }, gaveUpAt: /^/ },
    { mode: 'module', options: { ...sloppy, sourceType: 'module' }, gaveUpAt: /\b(?:await|using)\b/ },
    {
      mode: 'handler',
      options: { ...sloppy, allowReturnOutsideFunction: true, allowAwaitOutsideFunction: true },
      gaveUpAt: /\b(?:await|return)\b/,
    },
  ];

/** Characters around an error in which its word is looked for. */
const reach = 24;

/**
 * Parses as script, then module, then handler body, then loosely; what nothing takes is mode `none`.
 *
 * Needs a stack in proportion to the nesting: run it in a Worker with a large one. Never throws.
 */
export function parseScript(text: string): Parsed {
  const strict = parseStrictly(text);
  if (strict.program) return strict;
  const error = strict.error!;
  const program = error.message === tooDeep ? null : parseLoosely(text);
  return program ? { mode: 'loose', program, error } : { mode: 'none', program: null, error };
}

/** As `parseScript`, without the loose parser: bytes that look like data count as a script only when this says so. */
export function parseStrictly(text: string): Parsed {
  let furthest = 0;
  let message = '';
  for (const { mode, options, gaveUpAt } of strictModes) {
    if (!gaveUpAt.test(text.slice(Math.max(0, furthest - reach), furthest + reach))) continue;
    try {
      const program = parse(text, options);
      return { mode: mode === 'script' && isModule(program) ? 'module' : mode, program };
    } catch (error) {
      const { pos = 0, message: reason } = error as SyntaxError & { pos?: number };
      if (/stack/i.test(reason)) {
        return { mode: 'none', program: null, error: { message: tooDeep } };
      }
      if (pos >= furthest) {
        furthest = pos;
        message = reason.replace(/ \(\d+:\d+\)$/, '');
      }
    }
  }
  return {
    mode: 'none',
    program: null,
    error: { message, location: createPositions(text).at(furthest) },
  };
}

const tooDeep = 'Nested too deeply to parse';

function isModule(program: Program): boolean {
  return program.body.some(
    ({ type }) =>
      type === 'ImportDeclaration' ||
      type === 'ExportNamedDeclaration' ||
      type === 'ExportDefaultDeclaration' ||
      type === 'ExportAllDeclaration',
  );
}
