/** Closed list of ways text becomes code; docs/reference/behaviour.md says what each stands for. */
export const dynamicCodeNames = [
  'document-write',
  'dynamic-import',
  'eval',
  'function-constructor',
  'inner-html-handler',
  'javascript-url',
  'script-element',
  'script-text',
  'string-timer',
  'webassembly',
] as const;

/** Closed list of places where a page can keep data. */
export const storageNames = ['cache', 'cookie', 'indexed-db', 'local-storage', 'session-storage'] as const;

export type DynamicCodeName = (typeof dynamicCodeNames)[number];
export type StorageName = (typeof storageNames)[number];
