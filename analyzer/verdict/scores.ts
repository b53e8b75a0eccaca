import { categories, type Probabilities, type Scores } from '../../core/schema/index.ts';
import type { Thresholds } from '../model/index.ts';

/** Scores below these are malicious and suspicious. Part of the published contract: never change them. */
export const maliciousBelow = 10;
export const suspiciousBelow = 50;

/**
 * Maps a calibrated probability (0 to 1) to a score: 99 certainly not, 1 certainly malicious. Monotone: a higher
 * probability never gets a higher score. Straight lines between (0, 100), (suspicious, 50), (malicious, 10) and (1, 1);
 * the score is the greatest whole number below the line, so that it is below 10 exactly from the malicious threshold on
 * and below 50 exactly from the suspicious one on. docs/reference/scores.md says the same for readers.
 */
export function scoreOf(
  probability: number,
  { suspicious, malicious }: { suspicious: number; malicious: number },
): number {
  const line =
    probability >= malicious
      ? between(probability, malicious, 10, 1, 1)
      : probability >= suspicious
        ? Math.max(between(probability, suspicious, 50, malicious, 10), justAbove(10))
        : Math.max(between(probability, 0, 100, suspicious, 50), justAbove(50));
  return Math.min(99, Math.max(1, Math.ceil(line) - 1));
}

/**
 * The scores of all categories; integrity is the lowest. The likeliest category is scored by the probability of all three:
 * a script that is surely malicious and only perhaps one kind of it must not get away between two.
 */
export function scoresOf(probabilities: Probabilities, thresholds: Thresholds): Scores {
  const likeliest = categories.reduce((best, category) =>
    probabilities[category] > probabilities[best] ? category : best,
  );
  const together = categories.reduce((sum, category) => sum + probabilities[category], 0);
  const [magecart, cryptomining, malware] = categories.map((category) =>
    scoreOf(category === likeliest ? Math.min(1, together) : probabilities[category], thresholds[category]),
  ) as [number, number, number];
  return { integrity: Math.min(magecart, cryptomining, malware), magecart, cryptomining, malware };
}

function between(x: number, x0: number, y0: number, x1: number, y1: number): number {
  return Math.min(y0, Math.max(y1, y0 + ((y1 - y0) * (x - x0)) / (x1 - x0)));
}

/** Rounding in `between` must not carry a probability just under a threshold across it. */
function justAbove(line: number): number {
  return line + 1e-9;
}
