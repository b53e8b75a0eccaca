import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { createSecretBox, isSealed } from '../../../../server/access/secrets/index.ts';

describe('a secret box', () => {
  const box = createSecretBox([randomBytes(32)]);

  it('opens what it sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, context) => {
        const sealed = box.seal(plain, context);
        assert.equal(box.open(sealed, context), plain.toWellFormed());
        assert.ok(isSealed(sealed));
        assert.equal(encodeURIComponent(sealed), sealed);
      }),
    );
  });

  it('never seals twice alike', () => {
    assert.notEqual(box.seal('secret', 'x'), box.seal('secret', 'x'));
  });

  it('does not open under other words', () => {
    assert.throws(() => box.open(box.seal('secret', 'channel 1'), 'channel 2'), {
      code: 'SW_SECRET_UNREADABLE',
    });
  });

  it('notices every changed character', () => {
    const sealed = box.seal('secret', 'x');
    for (let index = 0; index < sealed.length; index++) {
      const other = sealed[index] === 'a' ? 'b' : 'a';
      const changed = `${sealed.slice(0, index)}${other}${sealed.slice(index + 1)}`;
      // Spare bits of the last character of base64 carry nothing.
      if (
        Buffer.from(changed.split('.')[2] ?? '', 'base64url').equals(
          Buffer.from(sealed.split('.')[2]!, 'base64url'),
        ) &&
        changed.split('.')[1] === sealed.split('.')[1] &&
        changed.startsWith('swsec1.')
      )
        continue;
      assert.throws(() => box.open(changed, 'x'), { code: 'SW_SECRET_UNREADABLE' }, changed);
    }
  });

  it('says so when the text is no sealed one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constant('swsec1.00000000.AA')), (text) => {
        assert.throws(() => box.open(text, 'x'), { code: 'SW_SECRET_UNREADABLE' });
      }),
    );
  });

  it('with another key does not open, and tells it', () => {
    const other = createSecretBox([randomBytes(32)]);
    assert.throws(() => other.open(box.seal('secret', 'x'), 'x'), {
      code: 'SW_SECRET_UNREADABLE',
      message: /another key/,
    });
  });

  it('seals with the newest of its keys and opens with all', () => {
    const [old, young] = [randomBytes(32), randomBytes(32)];
    const sealed = createSecretBox([old]).seal('secret', 'x');
    const both = createSecretBox([young, old]);
    assert.equal(both.open(sealed, 'x'), 'secret');
    assert.equal(both.isCurrent(sealed), false);
    const again = both.seal('secret', 'x');
    assert.equal(both.isCurrent(again), true);
    assert.equal(createSecretBox([young]).open(again, 'x'), 'secret');
  });
});
