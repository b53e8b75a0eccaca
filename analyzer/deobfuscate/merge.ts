import { severities, type Behaviour, type Evidence } from '../../core/schema/index.ts';
import { behaviourSet } from '../static/behaviour/index.ts';
import type { SecondLook } from './second-look.ts';

interface Findings {
  evidence: readonly Evidence[];
  behaviour: Behaviour;
}

/** What a script shows as it is and what it shows opened: every behaviour, and every reason once. */
export function mergeFindings(
  first: Findings,
  second: Pick<SecondLook, 'evidence' | 'behaviour'>,
): {
  evidence: Evidence[];
  behaviour: Behaviour;
} {
  const both = (key: keyof Behaviour): string[] =>
    behaviourSet([...first.behaviour[key], ...second.behaviour[key]]);
  return {
    evidence: withGraver(first.evidence, second.evidence).sort(
      ({ location: one }, { location: other }) => one.line - other.line || one.column - other.column,
    ),
    behaviour: {
      fields: both('fields'),
      hosts: both('hosts'),
      sinks: both('sinks'),
      dynamicCode: both('dynamicCode'),
      storage: both('storage'),
    },
  };
}

/** All reasons of the first, and those of the second that are new or graver. */
export function withGraver(first: readonly Evidence[], second: readonly Evidence[]): Evidence[] {
  const known = new Map<string, number>();
  for (const one of first) {
    const key = keyOf(one);
    known.set(key, Math.max(known.get(key) ?? 0, severities.indexOf(one.severity)));
  }
  return [
    ...first,
    ...second.filter((one) => severities.indexOf(one.severity) > (known.get(keyOf(one)) ?? -1)),
  ];
}

/** The same rule about the same field and host says nothing new, wherever it points, unless it says it more gravely. */
function keyOf({ rule, field, host }: Evidence): string {
  return JSON.stringify([rule, field ?? null, host ?? null]);
}
