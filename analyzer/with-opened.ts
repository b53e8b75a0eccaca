import type { Evidence } from '../core/schema/index.ts';
import { mergeFindings, openedFeatures, type Opened } from './deobfuscate/index.ts';
import type { ExaminedScript } from './examination.ts';
import { withLayers } from './explanation.ts';
import { withOpenedCode, withReasons } from './features.ts';
import { withoutCards } from './trace/index.ts';

/** A script that hides nothing: its reasons are counted, and that is all. */
export function counted<T extends Pick<ExaminedScript, 'features' | 'evidence'>>(script: T): T {
  return { ...script, features: withReasons(script.features, script.evidence) };
}

/** A script with what came out of its layers, when signs called for opening it, and with its reasons counted. */
export function withOpened({ hidden, ...script }: ExaminedScript, opened: Opened): ExaminedScript {
  if (!hidden) return counted(script);
  const { outcome, ms } = opened;
  const spared = script.spared ?? [];
  const found = opened.found && { ...opened.found, evidence: withoutCards(opened.found.evidence, spared) };
  // What the wall clock or the memory limit cut may come out whole another time.
  const isCut = outcome === 'timeout' || outcome === 'memory';
  const seen = { ...script, evidence: tempered(script.evidence, opened) };
  const merged = { ...seen, ...(found && mergeFindings(seen, found)) };
  const features = withOpenedCode(
    script.features,
    found?.features ?? null,
    openedFeatures(hidden.signs, opened, hidden.text.length),
  );
  return {
    ...merged,
    ...(script.explanation && { explanation: withLayers(script.explanation, hidden.text, opened) }),
    features: withReasons(features, merged.evidence),
    partial: script.partial || isCut || (found?.partial ?? false),
    timings: { ...script.timings, totalMs: script.timings.totalMs + ms, deobfuscationMs: ms },
  };
}

/** A host that opening alone lays bare was hidden with everything else: obfuscators do that to honest code, too. */
function tempered(evidence: readonly Evidence[], { text }: Opened): Evidence[] {
  return evidence.map((one) =>
    one.rule === 'hidden-destination' && one.severity === 'high' && text?.includes(one.host!) === true
      ? { ...one, severity: 'medium' }
      : one,
  );
}
