import type { DynamicCode } from '../behaviour/index.ts';

/** Ways in which a text as such becomes code, as messages tell them. */
export const runsText: Partial<Record<DynamicCode['name'], string>> = {
  eval: 'eval',
  'function-constructor': 'the Function constructor',
  'string-timer': 'a timer that is given text',
  'script-text': 'a script element filled with it',
};
