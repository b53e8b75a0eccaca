import assert from 'node:assert/strict';
import fc from 'fast-check';
import { entryLabel, labelOf, longestLabel, nameKindOf } from '../../../server/scans/label.ts';

describe('labels of files', () => {
  it('keep ordinary names as they are, in any language', () => {
    for (const name of ['app.js', 'src/zahlung-größe.js', '支付.js', '../x.js'])
      assert.equal(labelOf(name), name);
  });

  it('show what is invisible or moves the cursor', () => {
    assert.equal(labelOf('a\u001b[31m\r\n\u202egnp.js'), 'a\\x1b[31m\\x0d\\x0a\\u202egnp.js');
  });

  it('are bounded, and keep the extension', () => {
    const label = labelOf(`${'a'.repeat(10_000)}.js`);
    assert.equal(label.length, longestLabel);
    assert.ok(label.endsWith('.js'));
  });

  it('are never empty', () => {
    assert.equal(labelOf(' '), 'unnamed');
    assert.equal(labelOf('', 'upload.js'), 'upload.js');
    assert.equal(entryLabel('a.zip', ''), 'a.zip/unnamed');
  });

  it('of any text are short and safe', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const label = labelOf(name);
        assert.ok(label.length <= longestLabel && label.isWellFormed());
        assert.doesNotMatch(label, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
      }),
    );
  });
});

describe('the kind of a name', () => {
  it('is its extension', () => {
    const kinds = ['a.JS', 'a.min.js?v=1', 'a', 'https://x.example/a.html#b', 'a.toolongextension'].map(
      nameKindOf,
    );
    assert.deepEqual(kinds, ['js', 'js', '', 'html', '']);
  });
});
