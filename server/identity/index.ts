export { boundedKey } from './bounded-key.ts';
export { identifyScripts } from './identify.ts';
export { pageKey, type PageIdentity } from './page-key.ts';
export {
  slotClass,
  type IdentifyScripts,
  type IdentityInput,
  type IdentityResult,
  type KnownScript,
  type KnownVersion,
  type NewScript,
  type SeenSlot,
  type SlotClass,
} from './types.ts';
export { generalise, matchesPattern, templateSegment, urlTemplate } from './url-template.ts';
