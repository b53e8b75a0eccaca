import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { createSigningSecret, signatureHeaders } from '../../../server/alerts/signing.ts';

describe('signatures', () => {
  it('are what the Standard Webhooks library takes, for any body', () => {
    fc.assert(
      fc.property(fc.json(), (body) => {
        const secret = createSigningSecret();
        const headers = signatureHeaders({ id: 'msg_1', body, at: Date.now() }, [secret]);
        assert.deepEqual(new Webhook(secret).verify(body, headers), JSON.parse(body));
      }),
    );
  });

  it('are not good for another body, id, time or secret', () => {
    const secret = createSigningSecret();
    const at = Date.now();
    const headers = signatureHeaders({ id: 'msg_1', body: '{}', at }, [secret]);
    const verify = (body: string, change: Record<string, string>, by = secret): unknown =>
      new Webhook(by).verify(body, { ...headers, ...change });
    assert.throws(() => verify('{"a":1}', {}));
    assert.throws(() => verify('{}', { 'webhook-id': 'msg_2' }));
    assert.throws(() => verify('{}', { 'webhook-timestamp': String(Math.floor(at / 1000) - 1) }));
    assert.throws(() => verify('{}', {}, createSigningSecret()));
  });

  it('agree with the example of the specification', () => {
    const headers = signatureHeaders(
      { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}', at: 1_614_265_330_000 },
      ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    );
    assert.equal(headers['webhook-signature'], 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });
});
