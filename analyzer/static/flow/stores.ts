import type { AnyNode } from 'acorn';
import { argumentAt, type Call } from '../ast.ts';
import type { Code } from './code.ts';

/** Reads of web storage that may give back what a `setItem` call put there: the same key, or a key not known. */
export function storageReads(code: Code, write: Call): AnyNode[] {
  const key = code.folder.fullText(argumentAt(write, 0));
  const reads: AnyNode[] = [];
  for (const member of code.membersNamed('getItem')) {
    const call = code.parentOf(member);
    if (call?.type !== 'CallExpression' || call.callee !== member) continue;
    const other = code.folder.fullText(argumentAt(call, 0));
    if (key === null || other === null || key === other) reads.push(call);
  }
  return reads.slice(0, 32);
}
