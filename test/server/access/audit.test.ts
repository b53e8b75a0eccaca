import assert from 'node:assert/strict';
import fc from 'fast-check';
import { withoutSecrets } from '../../../server/access/index.ts';

describe('details in the audit log', () => {
  it('lose their secrets, in whatever depth', () => {
    const given = {
      name: 'shop',
      password: 'p1',
      basicAuth: { username: 'u', password: 'p2' },
      headers: { 'X-Key': 'p3' },
      cookies: [{ name: 'sid', value: 'p4' }],
      proxy: 'http://u:p5@proxy.example/',
      url: 'https://user:p6@hook.example/services/p11?key=p12#p13',
      code: 'var p14',
      nested: { clientSecret: 'p7', list: [{ apiKey: 'p8', token: 'p9' }] },
      key: 'p10',
    };
    const text = JSON.stringify(withoutSecrets(given));
    assert.doesNotMatch(text, /p\d/);
    assert.match(text, /"name":"shop".*"username":"u".*https:\/\/hook\.example\/"/);
  });

  it('are bounded, and fit for both databases, whatever is given', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(withoutSecrets(value));
        assert.ok(text.isWellFormed() && !text.includes('\\u0000'));
      }),
    );
    const huge = { list: Array.from({ length: 10_000 }, () => 'x'.repeat(10_000)), half: '\ud800' };
    assert.ok(JSON.stringify(withoutSecrets(huge)).length < 20_000);
  });
});
