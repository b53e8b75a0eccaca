import {
  categories,
  type Category,
  type Evidence,
  type Probabilities,
  type Scores,
  type Verdict,
} from '../../core/schema/index.ts';
import type { Thresholds } from '../model/index.ts';
import { maliciousBelow, scoresOf, suspiciousBelow } from './scores.ts';

export interface JudgementInput {
  probabilities: Probabilities;
  /** Reasons with places, as the analysis found them. */
  evidence: readonly Evidence[];
  /** The model's own: they were chosen for its probabilities. */
  thresholds: Thresholds;
  /** Length of the script; without it, it counts as long. */
  bytes?: number;
}

/** A handler or a call or two: too little for the model to go by. */
export const shortBytes = 160;

export interface Judgement {
  verdict: Exclude<Verdict, 'unanalysed'>;
  /** Null when benign. */
  category: Category | null;
  scores: Scores;
}

/**
 * Turns the model's probabilities into a verdict. The model decides; evidence can only hold it back: a malicious score
 * that no located reason supports is lifted to 10 and the verdict becomes suspicious, because a finding that nobody can
 * check must not stop a release. Very short code that no reason speaks against is benign. Pure.
 */
export function judge({ probabilities, evidence, thresholds, bytes = Infinity }: JudgementInput): Judgement {
  const raw = scoresOf(probabilities, thresholds);
  const floor = bytes <= shortBytes ? suspiciousBelow : maliciousBelow;
  const scores = evidence.some(isReason) ? raw : lift(raw, floor);
  const category = worst(scores, probabilities);
  if (scores.integrity < maliciousBelow) return { verdict: 'malicious', category, scores };
  if (scores.integrity < suspiciousBelow) return { verdict: 'suspicious', category, scores };
  return { verdict: 'benign', category: null, scores };
}

/** `info` only describes a script; everything above says that something is wrong with it. */
function isReason(evidence: Evidence): boolean {
  return evidence.severity !== 'info';
}

function lift(scores: Scores, floor: number): Scores {
  const atLeast = (score: number): number => Math.max(score, floor);
  return {
    integrity: atLeast(scores.integrity),
    magecart: atLeast(scores.magecart),
    cryptomining: atLeast(scores.cryptomining),
    malware: atLeast(scores.malware),
  };
}

/** The category with the lowest score; of equals the likeliest. */
function worst(scores: Scores, probabilities: Probabilities): Category {
  return [...categories].sort(
    (one, other) => scores[one] - scores[other] || probabilities[other] - probabilities[one],
  )[0]!;
}
