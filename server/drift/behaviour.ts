import type { Behaviour } from '../../core/schema/index.ts';
import { isPaymentField } from './payment.ts';

/** The sets of a behaviour, in the order people read them. */
export const behaviourSets = [
  'fields',
  'hosts',
  'sinks',
  'dynamicCode',
  'storage',
] as const satisfies (keyof Behaviour)[];

/** Everything that any of the behaviours holds, sorted. */
export function union(behaviours: readonly (Behaviour | undefined)[]): Behaviour {
  return mapSets((set) => [...new Set(behaviours.flatMap((behaviour) => behaviour?.[set] ?? []))].sort());
}

/**
 * What `after` holds and `before` does not. A set that held `*` (every input) gains only payment fields: analytics that
 * times every field and now names the card number is not what it was.
 */
export function gained(before: Behaviour, after: Behaviour): Behaviour {
  const readAll = before.fields.includes('*');
  return mapSets((set) =>
    after[set].filter(
      (item) => !before[set].includes(item) && (set !== 'fields' || !readAll || isPaymentField(item)),
    ),
  );
}

export function isEmpty(behaviour: Behaviour): boolean {
  return behaviourSets.every((set) => behaviour[set].length === 0);
}

function mapSets(items: (set: keyof Behaviour) => string[]): Behaviour {
  return {
    fields: items('fields'),
    hosts: items('hosts'),
    sinks: items('sinks'),
    dynamicCode: items('dynamicCode'),
    storage: items('storage'),
  };
}
