import { transformSync } from 'esbuild';
import {
  parse,
  type BlockStatement,
  type Comment,
  type Expression,
  type ModuleDeclaration,
  type Statement,
} from 'acorn';
import obfuscator from 'javascript-obfuscator';
import { minify_sync } from 'terser';
import { packed } from '../../models/training/generate/conceal.ts';
import { seededRandom } from '../../models/training/generate/index.ts';
import type { Change } from './sample.ts';

/**
 * The text without comments: in a corpus, comments of researchers give the answer away. Text that does not parse stays as
 * it is. Each comment leaves one space, or a line break when it held one, so that no tokens join.
 */
export function stripComments(text: string): string {
  for (const sourceType of ['script', 'module'] as const) {
    const comments: Comment[] = [];
    try {
      parse(text, {
        ecmaVersion: 'latest',
        sourceType,
        allowReturnOutsideFunction: true,
        allowHashBang: true,
        onComment: comments,
      });
    } catch {
      // Tried as a module next, then given back unchanged: an ordinary answer here.
      continue;
    }
    let stripped = '';
    let end = 0;
    for (const comment of comments) {
      stripped += text.slice(end, comment.start) + (comment.value.includes('\n') ? '\n' : ' ');
      end = comment.end;
    }
    return stripped + text.slice(end);
  }
  return text;
}

/** Of each kind of change: raise it when that gives another text than before. */
export const changeVersions = { minify: 3, obfuscate: 2, pack: 2, splice: 3 } as const;

/** The changed text, or null when the tool at hand cannot read the text. Deterministic. */
export function changed(text: string, change: Change): string | null {
  try {
    switch (change.kind) {
      case 'minify':
        return change.tool === 'terser'
          ? // A script's outermost names are the page's, too: strings and handlers may refer to them.
            (minify_sync(text).code ?? null)
          : minified(text);
      case 'obfuscate':
        return obfuscated(text, change.seed, change.strength);
      case 'pack':
        return packed(seededRandom(change.seed), minified(text));
      case 'splice': {
        const spliced = splice(text, change.guest, change.at, change.seed);
        return change.minify ? minified(spliced) : spliced;
      }
    }
  } catch {
    // A sample that a tool cannot change is one sample fewer.
    return null;
  }
}

function minified(text: string): string {
  return transformSync(text, { minify: true, loader: 'js', legalComments: 'none', logLevel: 'silent' }).code;
}

function obfuscated(text: string, seed: number, strength: number): string {
  const random = seededRandom(seed);
  return obfuscator
    .obfuscate(text, {
      seed: 1 + (seed % 1_000_000),
      compact: true,
      stringArray: true,
      stringArrayThreshold: random.pick([0.5, 0.8, 1]),
      stringArrayRotate: random.chance(0.8),
      stringArrayShuffle: random.chance(0.8),
      stringArrayCallsTransform: strength > 0 && random.chance(0.5),
      transformObjectKeys: random.chance(0.3),
      simplify: random.chance(0.7),
      stringArrayEncoding: strength > 0 ? [random.pick(['base64', 'rc4'] as const)] : [],
      stringArrayWrappersCount: strength,
      splitStrings: random.chance(0.4),
      controlFlowFlattening: strength > 1,
      controlFlowFlatteningThreshold: 0.5,
      deadCodeInjection: strength > 1 && random.chance(0.3),
      selfDefending: random.chance(0.25),
      disableConsoleOutput: random.chance(0.2),
      unicodeEscapeSequence: random.chance(0.2),
      numbersToExpressions: strength > 1,
      identifierNamesGenerator: random.pick(['hexadecimal', 'mangled', 'mangled-shuffled'] as const),
    })
    .getObfuscatedCode();
}

/** Puts `guest` between two top-level statements of the host, or of its outermost function when there are too few. */
function splice(host: string, guest: string, at: 'start' | 'middle' | 'end', seed: number): string {
  if (at === 'start') return `${guest}\n;${host}`;
  if (at === 'end') return `${host}\n;${guest}`;
  const { body } = parse(host, {
    ecmaVersion: 'latest',
    sourceType: 'script',
    allowReturnOutsideFunction: true,
  });
  const among = body.length > 2 ? body : insideOf(body);
  const places = among.slice(among.length > 1 ? 1 : 0).map((statement) => statement.start);
  const place = places.length > 0 ? seededRandom(seed).pick(places) : host.length;
  return `${host.slice(0, place)};${guest}\n;${host.slice(place)}`;
}

/** The statements of the largest function that is called at once, or handed to one that is: they run when the library does. */
function insideOf(
  statements: readonly (Statement | ModuleDeclaration)[],
): readonly (Statement | ModuleDeclaration)[] {
  const bodies = statements.flatMap((statement) =>
    statement.type === 'ExpressionStatement' ? calledIn(statement.expression) : [],
  );
  const largest = bodies.sort((one, other) => other.end - other.start - (one.end - one.start))[0];
  if (!largest || largest.body.length > 2) return largest?.body ?? [];
  const deeper = insideOf(largest.body);
  return deeper.length > 0 ? deeper : largest.body;
}

function calledIn(expression: Expression): BlockStatement[] {
  if (expression.type === 'UnaryExpression') return calledIn(expression.argument);
  if (expression.type === 'SequenceExpression') return expression.expressions.flatMap(calledIn);
  if (expression.type !== 'CallExpression') return [];
  const { callee } = expression;
  const called = callee.type === 'MemberExpression' ? callee.object : callee;
  return [called, ...expression.arguments].flatMap((one) =>
    (one.type === 'FunctionExpression' || one.type === 'ArrowFunctionExpression') &&
    one.body.type === 'BlockStatement'
      ? [one.body]
      : [],
  );
}
