import assert from 'node:assert/strict';
import { collectFacts } from '../../analyzer/static/facts.ts';
import { parseScript } from '../../analyzer/parse/index.ts';
import { standoutOf } from '../../analyzer/standout.ts';

const of = (text: string) => standoutOf(collectFacts(text, parseScript(text)));

describe('standoutOf', () => {
  it('finds the place where most signs stand together', () => {
    const innocent = 'function add(one, other) { return one + other }\n'.repeat(60);
    const found = of(`${innocent}form.cvv = atob(x); fetch(form.cvv);\n${innocent}`);
    assert.equal(found!.location.line, 61);
    assert.match(found!.message, /card data \(cvv\).*decoding \(atob\).*sending or loading \(fetch\)/);
  });

  it('finds none in code that shows nothing', () => {
    assert.equal(of('function add(one, other) { return one + other }'), null);
  });
});
