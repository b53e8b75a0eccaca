import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkPassword, Passwords } from '../../../../server/access/passwords/index.ts';
import { hashPassword, isPassword } from '../../../../server/access/passwords/hash.ts';
import { Slots } from '../../../../server/access/passwords/slots.ts';
import { cheap } from '../service.ts';

describe('passwords', () => {
  it('are kept as salted hashes that tell their cost', async () => {
    const [one, other] = [await hashPassword('secret', cheap), await hashPassword('secret', cheap)];
    assert.match(one, /^\$scrypt\$ln=4,r=1,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    assert.notEqual(one, other);
    assert.deepEqual(await Promise.all([one, other].map((hash) => isPassword('secret', hash))), [true, true]);
    assert.equal(await isPassword('Secret', one), false);
  });

  it('are hashed at the cost that OWASP asks for, unless a test says otherwise', async () => {
    assert.match(await new Passwords().accept('drizzle-anvil-73', 'ann'), /^\$scrypt\$ln=16,r=8,p=2\$/);
  }).timeout(20_000);

  it('match however the keyboard composes letters, and only themselves', async () => {
    assert.equal(await isPassword('caf\u0065\u0301', await hashPassword('caf\u00e9', cheap)), true);
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (one, other) => {
        const isAlike = one.normalize('NFKC') === other.normalize('NFKC');
        assert.equal(await isPassword(other, await hashPassword(one, cheap)), isAlike);
      }),
      { numRuns: 30 },
    );
  });

  it('against what is no hash are wrong', async () => {
    for (const stored of ['', 'plain', '$scrypt$', '$scrypt$ln=4,r=1,p=1$$', '$2b$10$abc']) {
      assert.equal(await isPassword('', stored), false);
    }
  });

  it('without a stored hash are wrong, after the same work', async () => {
    const passwords = new Passwords(cheap);
    assert.deepEqual(await passwords.check('', null), { isRight: false, better: null });
    assert.deepEqual(await passwords.check('x'.repeat(100_000), null), { isRight: false, better: null });
  });

  for (const [why, password] of [
    ['short', 'k7#mQz!2pL$'],
    ['too long', 'kq7#'.repeat(65)],
    ['usual', 'Password1234'],
    ['usual twice', 'adminadmin2026!'],
    ['a row', 'abcdefghijkl'],
    ['a keyboard row', 'qwertyuiop123'],
    ['repeated', 'aaaaaaaaaaaaaaaa'],
    ['the name', 'ann.miller-ann.miller'],
    ['the product', 'Scriptwarden2026'],
  ] as const) {
    it(`that are ${why} are refused, and not told again`, () => {
      assert.throws(
        () => checkPassword(password, 'ann.miller@shop.example'),
        (error: Error & { code?: string }) =>
          error.code === 'SW_PASSWORD_WEAK' && !error.message.includes(password),
      );
    });
  }

  for (const password of [
    'drizzle-anvil-73-quartz',
    'k7#mQz!2pL$w',
    'correct horse battery stapler',
    'пароль-из-словаря',
    '🦊🍇🚲🌵🎲🧭🪁🧲🪐🧵🦜🛶',
  ]) {
    it(`such as ${password} are taken`, () => checkPassword(password, 'ann'));
  }
});

describe('slots', () => {
  it('run some at a time, let some wait in order, and refuse the rest', async () => {
    const slots = new Slots(2, 2);
    const ends: (() => void)[] = [];
    const begun: number[] = [];
    const work = (index: number) =>
      slots.run(() => new Promise<void>((resolve) => (begun.push(index), ends.push(resolve))));
    const running = [0, 1, 2, 3].map(work);
    await assert.rejects(work(4), { code: 'SW_TOO_MANY_REQUESTS' });
    assert.deepEqual(begun, [0, 1]);
    ends[0]!();
    await running[0];
    await new Promise(setImmediate);
    assert.deepEqual(begun, [0, 1, 2]);
    ends[1]!();
    ends[2]!();
    await Promise.all(running.slice(1, 3));
    await new Promise(setImmediate);
    ends[3]!();
    await running[3];
    await slots.run(() => Promise.resolve());
  });

  it('are given back by work that fails', async () => {
    const slots = new Slots(1, 0);
    await assert.rejects(
      slots.run(() => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(await slots.run(() => Promise.resolve(1)), 1);
  });
});
