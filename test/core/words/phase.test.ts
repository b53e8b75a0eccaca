import assert from 'node:assert/strict';
import { phaseInWords } from '../../../core/words/index.ts';

describe('phases of the emulated visit', () => {
  for (const [phase, words] of [
    ['main', 'as the script starts'],
    ['event:click', 'on click'],
    ['event:turbo:load', 'on turbo:load'],
    ['callback:jQuery.ready', 'when jQuery.ready calls back'],
    ['event:', 'during event:'],
    ['toString', 'during toString'],
  ] as const)
    it(`tell "${phase}" as "${words}"`, () => assert.equal(phaseInWords(phase), words));
});
