import type { SightingKind } from '../../core/schema/index.ts';
import type { ParsedScript } from '../collectors/raw.ts';

/** What the kind of a sighting follows from, besides the script itself. */
export interface KindContext {
  /** Whether the network loaded it under its embedder's name. */
  wasRequested: boolean;
  /** How the document it ran in holds the same text; null when it does not. */
  inDocument: 'handler' | 'javascript-url' | 'element' | null;
  /** The text at the place in the causing script that compiled or loaded it; empty when unknown. */
  callSite: string;
}

/** How a compiled script came to run. Rests on what the engine and the network say, never on its own URL. */
export function scriptKind(script: ParsedScript, context: KindContext): SightingKind {
  const { target, embedderName, isModule, isWasm, stack } = script;
  if (isWasm) return 'wasm';
  if (target.type.endsWith('worklet') || script.contextType === 'worker') return 'worklet';
  if (embedderName === '') return evaluatedKind(script, context);
  if (target.type === 'worker' || target.type === 'shared_worker' || target.type === 'service_worker') {
    if (embedderName !== target.url) return 'imported-by-worker';
    return target.type === 'worker'
      ? 'worker'
      : target.type === 'shared_worker'
        ? 'shared-worker'
        : 'service-worker';
  }
  if (embedderName.startsWith('data:')) return 'data-url';
  if (embedderName.startsWith('blob:') && context.wasRequested) return 'blob-url';
  if (embedderName === script.pageUrl || !context.wasRequested) {
    if (context.inDocument === 'handler') return 'handler';
    if (context.inDocument === 'javascript-url') return 'javascript-url';
    // The parser compiles inline scripts with nothing on the stack; what an event compiles is a handler.
    if (isModule) return 'module';
    return stack.length > 0 ? 'handler' : 'inline';
  }
  if (isModule) return /^import\s*\(/.test(context.callSite) ? 'dynamic-import' : 'module';
  return 'external';
}

/** Code without a name: evaluated, or put into a script element by a script. */
function evaluatedKind(
  { isModule, stack }: ParsedScript,
  { inDocument, callSite }: KindContext,
): SightingKind {
  if (inDocument === 'javascript-url') return 'javascript-url';
  if (inDocument === 'element' || isModule) return 'injected';
  return stack.length > 0 && insertion.test(callSite) ? 'injected' : 'eval';
}

/** Calls and assignments that put an element or its text into a document. */
const insertion =
  /^(?:append|appendChild|insertBefore|insertAdjacent\w*|prepend|before|after|replace\w*|write|writeln|text|textContent|innerText|innerHTML|adoptNode)\b/;
