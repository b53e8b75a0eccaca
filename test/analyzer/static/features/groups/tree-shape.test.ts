import { raises } from '../features-of.ts';

describe('tree-shape', () => {
  raises('tree-shape', [
    ['functions', 'function a() {}'],
    ['largest-array', '[1, 2, 3]'],
    ['largest-sequence', 'a, b'],
    ['rate-WithStatement', 'with (a) b'],
  ]);
});
