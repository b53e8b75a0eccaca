import type { Evidence, Probabilities } from '../../core/schema/index.ts';
import type { Thresholds } from '../model/index.ts';
import { judge, shortBytes } from './judge.ts';

interface Reasoned {
  readonly evidence: Evidence[];
  readonly standout: Evidence | null;
  readonly bytes: number;
}

/** Adds the place that stands out where the model is sure that a script is malicious and no rule says why. Pure. */
export function withReason<T extends Reasoned>(
  script: T,
  probabilities: Probabilities,
  thresholds: Thresholds,
): T {
  const { evidence, standout, bytes } = script;
  if (!standout || bytes <= shortBytes || evidence.some(({ severity }) => severity !== 'info')) return script;
  const supported = [...evidence, standout];
  const { verdict } = judge({ probabilities, evidence: supported, thresholds, bytes });
  return verdict === 'malicious' ? { ...script, evidence: supported } : script;
}
