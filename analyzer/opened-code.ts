import type { Evidence } from '../core/schema/index.ts';
import { inDecodedCode, placeInInput, type Opened } from './deobfuscate/index.ts';
import { emulatedLengths } from './trace/index.ts';
import type { ExaminationRequest, ExaminedScript, HiddenCode } from './examination.ts';
import { withLayers } from './explanation.ts';
import { placed } from './input-text.ts';
import { counted } from './with-opened.ts';

/** A script that came out of another's layers, to be examined and run like one of its own. */
export interface OpenedCode {
  /** Index of the script that it replaces in everything but form. */
  readonly of: number;
  readonly hidden: HiddenCode;
  readonly opened: Opened & { readonly text: string };
}

/** Scripts of one input whose opened code is examined. */
const maxOpened = 4;
/** Constant calls that were worked out: fewer change next to nothing. */
const leastValues = 10;

/**
 * Which scripts of an input are examined once more as what came out of them. A part of a script is not when the whole
 * opened: what it hides is in there.
 */
export function openedCodeOf(
  scripts: readonly Pick<ExaminedScript, 'partOf'>[],
  hidden: readonly (HiddenCode | undefined)[],
  opened: readonly (Opened | null)[],
): OpenedCode[] {
  const all = scripts.flatMap(({ partOf }, index): OpenedCode[] => {
    const [code, found] = [hidden[index], opened[index]];
    if (!code || !found || !isNews(found)) return [];
    const whole = partOf === undefined ? undefined : opened[partOf];
    return whole && isNews(whole) ? [] : [{ of: partOf ?? index, hidden: code, opened: found }];
  });
  return all.slice(0, maxOpened);
}

/** Whether what came out is worth a look of its own. */
function isNews(opened: Opened): opened is OpenedCode['opened'] {
  const { text, layers } = opened;
  if (text === null || text.length < emulatedLengths.least || text.length > emulatedLengths.most)
    return false;
  return layers.some(({ kind, decoded }) => kind !== 'values' || decoded >= leastValues);
}

/** The examination that opened code calls for. */
export function requestFor(path: string, { opened }: OpenedCode, explain = false): ExaminationRequest {
  const bytes = Buffer.from(opened.text);
  return { path, bytes, media: 'js', level: 'full', ...(explain && { explain }) };
}

/** What the examination of opened code found, as parts of the script it came out of, placed in the input. */
export function asParts(
  { of, hidden, opened }: OpenedCode,
  found: readonly ExaminedScript[],
): ExaminedScript[] {
  const place = placeInInput(hidden.text, opened, hidden.places);
  const told = (one: Evidence): Evidence => ({
    ...placed(one, place),
    message: `${inDecodedCode}${one.message}`,
  });
  return found.map((script) => {
    const { features } = counted(script);
    return {
      ...script,
      features,
      partOf: of,
      isOpened: true,
      evidence: script.evidence.map(told),
      standout: script.standout && told(script.standout),
      ...(script.explanation && { explanation: withLayers(script.explanation, hidden.text, opened) }),
    };
  });
}
