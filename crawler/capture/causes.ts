import type { Protocol } from 'devtools-protocol';
import type { Initiator } from '../../core/schema/index.ts';
import type { ParsedScript, StackFrame } from '../collectors/raw.ts';
import { stackFrames } from '../collectors/raw.ts';
import type { Target } from '../targets/index.ts';

/** Looks a script up by the id it has in its target. */
export type FindScript = (target: Target, scriptId: string) => ParsedScript | undefined;

/** Looks a script up by the document or URL it came with and a place in that, 0-based. */
export type FindScriptAt = (
  target: Target,
  url: string,
  line: number,
  column: number,
) => ParsedScript | undefined;

/** A document holds several inline scripts under its one URL: the last that starts before the place is meant. */
export function scriptsByPlace(scripts: readonly ParsedScript[]): FindScriptAt {
  return (target, url, line, column) =>
    scripts
      .filter(
        (script) => script.target === target && script.embedderName === url && isBefore(script, line, column),
      )
      .reduce<ParsedScript | undefined>(
        (best, script) => (best && !isBefore(best, script.startLine, script.startColumn) ? best : script),
        undefined,
      );
}

function isBefore({ startLine, startColumn }: ParsedScript, line: number, column: number): boolean {
  return startLine < line || (startLine === line && startColumn <= column);
}

/** The innermost script of a stack that we know, as initiator; null when there is none. */
export function scriptInitiator(
  stack: readonly StackFrame[],
  target: Target,
  find: FindScript,
): Initiator | null {
  for (const frame of stack) {
    const script = find(target, frame.scriptId);
    if (!script?.sha256) continue;
    // Evaluated code has no URL of its own; where it ran is all there is to say.
    const url = script.embedderName || script.pageUrl;
    return { kind: 'script', sha256: script.sha256, url, line: frame.line + 1, column: frame.column + 1 };
  }
  const first = stack[0];
  return first
    ? {
        kind: 'script',
        line: first.line + 1,
        column: first.column + 1,
        ...(first.url ? { url: first.url } : {}),
      }
    : null;
}

/** What made the browser ask for something. */
export function requestInitiator(
  initiator: Protocol.Network.Initiator | undefined,
  target: Target,
  find: FindScript,
  findAt: FindScriptAt,
): Initiator {
  if (!initiator) return { kind: 'other' };
  const byScript = scriptInitiator(stackFrames(initiator.stack), target, find);
  if (byScript) return byScript;
  const place = {
    ...(initiator.url ? { url: initiator.url } : {}),
    ...(initiator.lineNumber === undefined ? {} : { line: initiator.lineNumber + 1 }),
    ...(initiator.columnNumber === undefined ? {} : { column: initiator.columnNumber + 1 }),
  };
  if (initiator.type === 'script') {
    // A static import: only the URL of the importing module is told.
    const sha256 = initiator.url
      ? findAt(target, initiator.url, initiator.lineNumber ?? 0, initiator.columnNumber ?? 0)?.sha256
      : null;
    return { kind: 'script', ...(sha256 ? { sha256 } : {}), ...place };
  }
  const kind = initiator.type === 'parser' || initiator.type === 'preload' ? initiator.type : 'other';
  return { kind, ...place };
}
