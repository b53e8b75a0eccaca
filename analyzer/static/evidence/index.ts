import type { Evidence } from '../../../core/schema/index.ts';
import type { FlowFacts } from '../flow/index.ts';

export function findEvidence(_facts: FlowFacts): Evidence[] {
  return [];
}
