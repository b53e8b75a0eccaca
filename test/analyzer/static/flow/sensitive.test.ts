import assert from 'node:assert/strict';
import { parseScript } from '../../../../analyzer/parse/index.ts';
import { collectFacts } from '../../../../analyzer/static/facts.ts';

const hashOf = (text: string): string | null => collectFacts(text, parseScript(text)).sensitiveHash;

describe('the hash of sensitive literals', () => {
  const pairs: Record<string, [one: string, other: string, isEqual: boolean]> = {
    'leaves out mere data': [`var price = 10; show('Larch')`, `var price = 12; show('Oak')`, true],
    'counts addresses': [`fetch('https://a.example/x')`, `fetch('https://a.example/y')`, false],
    'counts what a decoder is given': [`show(atob('YQ=='))`, `show(atob('Yg=='))`, false],
    'counts code': [`eval('a()')`, `eval('b()')`, false],
    'follows names': [`var u = '/a'; var x = 1; fetch(u)`, `var u = '/a'; var x = 2; fetch(u)`, true],
  };
  for (const [title, [one, other, isEqual]] of Object.entries(pairs)) {
    it(title, () => {
      assert.notEqual(hashOf(one), null);
      assert.equal(hashOf(one) === hashOf(other), isEqual);
    });
  }

  it('is unknown where any literal may reach code', () => {
    assert.equal(hashOf(`function run(text) { eval(text + part()) }`), null);
    assert.equal(hashOf(`fetch('/api/' + location.hash)`), null);
  });

  it('is unknown when the script was not parsed as it stands', () => {
    assert.equal(hashOf(`var a = ;;; 'x' ) (`), null);
  });
});
