import { raises } from '../features-of.ts';

describe('obfuscation', () => {
  raises('obfuscation', [
    ['hex-names', 'var _0x12ab = 1'],
    ['dispatchers', 'while (1) { switch (a[i++]) { case 1: b() } }'],
    ['largest-string-array', 'var a = ["b", "c", "d", "e", "f", "g"]'],
    ['largest-number-array', 'var a = [1, 2, 3, 4, 5, 6]'],
    ['bracket-strings', 'a["b"]["c"]'],
    ['hex-numbers', 'a = 0x1f'],
  ]);
});
