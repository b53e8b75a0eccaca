import { raises } from '../features-of.ts';

describe('source-text', () => {
  raises('source-text', [
    ['mode-none', ')))'],
    ['invisible', 'a = "\u200b\u200b"'],
  ]);
});
