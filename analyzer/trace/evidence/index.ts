import type { Program } from 'acorn';
import type { Evidence } from '../../../core/schema/index.ts';
import { createPositions, snippetAround } from '../../static/position.ts';
import { placeOf, type Clue } from '../places.ts';
import type { Signals } from '../signals.ts';
import { leavesToDecoded, loadsFromDecoded } from './decoded-address.ts';
import { cardDataKept, imitatedHostDecoded } from './decoded-strings.ts';
import { decodedAttack, hiddenCode, hiddenFrameWritten, remoteCode } from './code-at-run-time.ts';
import { hiddenDestination } from './hidden-destination.ts';
import {
  commandHanded,
  hookedRequests,
  miningPool,
  walletAsked,
  walletSwapped,
} from './mining-and-wallets.ts';
import {
  formRedirected,
  hiddenContentWritten,
  hiddenFrameInserted,
  pageCovered,
  updateOffered,
  valuesInStyles,
} from './page-changes.ts';
import type { TraceRule } from './rule.ts';
import { typedDataSent } from './typed-data-sent.ts';
import { chosenVisitors, cookiesSent, paymentCopiedHome, sentAway } from './visitors.ts';

export type { TraceRule } from './rule.ts';
export { clueOfCode, codeInWords } from './code-at-run-time.ts';

/** Every rule about what a script did; docs/reference/evidence.md lists the same, and a test compares the two. */
export const traceRules: readonly TraceRule[] = [
  chosenVisitors,
  cookiesSent,
  decodedAttack,
  formRedirected,
  hiddenCode,
  hiddenContentWritten,
  hiddenDestination,
  hiddenFrameInserted,
  hiddenFrameWritten,
  miningPool,
  pageCovered,
  paymentCopiedHome,
  remoteCode,
  hookedRequests,
  typedDataSent,
  sentAway,
  walletAsked,
];

/** More that other rules say, about the source or the run: their names stand in the lists of those. */
const alsoOfRuns: readonly TraceRule[] = [
  cardDataKept,
  imitatedHostDecoded,
  leavesToDecoded,
  loadsFromDecoded,
  valuesInStyles,
  walletSwapped,
  commandHanded,
  updateOffered,
];

const maxSnippet = 200;

/** What speaks against a script by its emulated run, at the best places its source offers. */
export function traceEvidence(signals: Signals, program: Program | null): Evidence[] {
  const place = placer(signals.text, program);
  return [...traceRules, ...alsoOfRuns].flatMap(({ name, find }) =>
    find(signals).map(({ severity, message, clues, field, host, steps }) => ({
      rule: name,
      severity,
      message: plain(message),
      ...place(clues),
      ...(field === undefined ? {} : { field }),
      ...(host === undefined ? {} : { host }),
      ...(steps === undefined ? {} : { steps: steps.map((step) => ({ message: plain(step) })) }),
    })),
  );
}

/** Location and excerpt of the best place for clues. */
export function placer(
  text: string,
  program: Program | null,
): (clues: readonly Clue[]) => Pick<Evidence, 'location' | 'snippet'> {
  const positions = createPositions(text);
  return (clues) => {
    const { start, end } = placeOf(text, program, clues);
    return { location: positions.at(start), snippet: snippetAround(text, start, end, maxSnippet) };
  };
}

/** Scripts choose what they send and decode; a message keeps to what can be shown on one line. */
const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
