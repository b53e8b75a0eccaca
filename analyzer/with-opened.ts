import { mergeFindings, openedFeatures, type Deobfuscator } from './deobfuscate/index.ts';
import type { ExaminedScript } from './examine.ts';
import { withLayers } from './explanation.ts';
import { withOpenedCode } from './features.ts';

/** A script with what came out of its layers, when signs called for opening it. */
export async function withOpened(
  { hidden, ...script }: ExaminedScript,
  deobfuscator: Pick<Deobfuscator, 'open'>,
): Promise<ExaminedScript> {
  if (!hidden) return script;
  const opened = await deobfuscator.open(hidden.text, hidden.signs, hidden.places);
  const { outcome, found, ms } = opened;
  // What the wall clock or the memory limit cut may come out whole another time.
  const isCut = outcome === 'timeout' || outcome === 'memory';
  return {
    ...script,
    ...(found && mergeFindings(script, found)),
    ...(script.explanation && { explanation: withLayers(script.explanation, hidden.text, opened) }),
    features: withOpenedCode(
      script.features,
      found?.features ?? null,
      openedFeatures(hidden.signs, opened, hidden.text.length),
    ),
    partial: script.partial || isCut || (found?.partial ?? false),
    timings: { ...script.timings, totalMs: script.timings.totalMs + ms, deobfuscationMs: ms },
  };
}
