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

const asScript: Options = { ecmaVersion: 'latest', sourceType: 'script', allowHashBang: true };
const asModule: Options = { ...asScript, sourceType: 'module' };
/** The body of an event handler or of a function wrapped around the file elsewhere: `return` and `await` are free. */
const asHandler: Options = { ...asScript, allowReturnOutsideFunction: true, allowAwaitOutsideFunction: true };

const strictModes = [
  ['script', asScript],
  ['module', asModule],
  ['handler', asHandler],
] as const;

/** `import` and `export` as statements; scripts that only look like it cost one more attempt. */
const modulePattern = /(?:^|[;}\s])(?:import|export)\b\s*[^(.\s:=]/;

/**
 * Parses as script, then module, then handler body, then loosely; what nothing takes is mode `none`. Text with import or
 * export statements goes to the module parser first, because a late `import` would cost a parse in vain.
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
  const order = modulePattern.test(text) ? [strictModes[1], strictModes[0], strictModes[2]] : strictModes;
  let furthest = -1;
  let message = '';
  for (const [mode, options] of order) {
    try {
      const program = parse(text, options);
      if (mode === 'module' && order[0] === strictModes[1] && !isModule(program)) continue;
      return { mode, program };
    } catch (error) {
      const { pos = 0, message: reason } = error as SyntaxError & { pos?: number };
      if (/stack/i.test(reason)) {
        return { mode: 'none', program: null, error: { message: tooDeep } };
      }
      if (pos > furthest) {
        furthest = pos;
        message = reason.replace(/ \(\d+:\d+\)$/, '');
      }
    }
  }
  return {
    mode: 'none',
    program: null,
    error: { message, location: createPositions(text).at(Math.max(0, furthest)) },
  };
}

const tooDeep = 'Nested too deeply to parse';

/** Strict mode is kept from text that merely looked like a module. */
function isModule(program: Program): boolean {
  return program.body.some(
    ({ type }) =>
      type === 'ImportDeclaration' ||
      type === 'ExportNamedDeclaration' ||
      type === 'ExportDefaultDeclaration' ||
      type === 'ExportAllDeclaration',
  );
}
