export { findDynamicCode, type DynamicCode } from './dynamic-code.ts';
export { findFields } from './fields.ts';
export { findHosts } from './hosts.ts';
export { dynamicCodeNames, storageNames } from './names.ts';
export { findStorage } from './storage.ts';

/** No behaviour set holds more than this; a script with more is a list, and the first in order stand for it. */
export const maxBehaviour = 200;

/** Sorted bytewise, each once, bounded. */
export function behaviourSet(found: Iterable<string>): string[] {
  return [...new Set(found)].sort().slice(0, maxBehaviour);
}
