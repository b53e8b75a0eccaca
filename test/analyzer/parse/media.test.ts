import assert from 'node:assert/strict';
import { mediaOf } from '../../../analyzer/parse/index.ts';

describe('mediaOf', () => {
  const cases: [behaviour: string, path: string, text: string, expected: string][] = [
    ['trusts a script name', 'a.js', 'a()', 'js'],
    ['sees a page under a script name', 'a.js', '\n<!DOCTYPE html><p>', 'html'],
    ['sees a page behind a comment', 'x', '<!-- saved --> <html>', 'html'],
    ['lets a script begin with an HTML comment', 'a.js', '<!--\nalert(1)\n//-->', 'js'],
    ['trusts a page name', 'a.html', 'text <b>', 'html'],
    ['sees a script under a page name', 'a.html', 'alert(1)', 'js'],
    ['ignores a query', 'a.js?v=1.css', 'a()', 'js'],
    ['leaves data alone', 'a.css', 'p { color: red }', 'other'],
    ['knows JSON by its content', '-', '{"a": [1]}', 'other'],
    ['takes nameless text for a script', '-', 'alert(1)', 'js'],
  ];
  for (const [behaviour, path, text, expected] of cases) {
    it(behaviour, () => assert.equal(mediaOf(path, text), expected));
  }

  it('believes the caller, but not against markup', () => {
    assert.equal(mediaOf('a.txt', 'a()', 'js'), 'js');
    assert.equal(mediaOf('a.txt', '<html>', 'js'), 'html');
  });
});
