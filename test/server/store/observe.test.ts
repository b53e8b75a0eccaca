import assert from 'node:assert/strict';
import type { Visit } from '../../../core/schema/index.ts';
import { observeVisit } from '../../../server/store/index.ts';
import { makeCapture } from './captures.ts';

function observe(visit: Partial<Visit>): [kind: string, key: string, value: unknown][] {
  const capture = makeCapture([{ url: 'https://shop.example/', visit: { headers: [], ...visit } }]);
  return observeVisit(capture.visits[0]!, capture).map(({ kind, key, value }) => [
    kind,
    key,
    JSON.parse(value),
  ]);
}

describe('observeVisit', () => {
  it('leaves out headers that differ on every response', () => {
    assert.deepEqual(
      observe({
        headers: [
          ['date', 'now'],
          ['etag', 'x'],
          ['set-cookie', 'secret=1'],
        ],
      }),
      [],
    );
  });

  it('looks past the nonce of a policy', () => {
    const one = observe({ headers: [['content-security-policy', "script-src 'nonce-abc'"]] });
    assert.deepEqual(one, observe({ headers: [['content-security-policy', "script-src 'nonce-xyz'"]] }));
  });

  it('joins a header that comes twice, in order', () => {
    assert.deepEqual(
      observe({
        headers: [
          ['x-a', '1'],
          ['x-a', '2'],
        ],
      }),
      [['header', 'x-a', ['1', '2']]],
    );
  });

  it('knows a form by its name, whatever token its action carries', () => {
    const form = { frameId: 'f0', method: 'POST', id: 'pay', fields: [] };
    assert.deepEqual(observe({ forms: [{ ...form, action: 'https://shop.example/pay?token=1a2b3c4d' }] }), [
      ['form', 'pay', { id: 'pay', action: 'https://shop.example/pay', method: 'post', fields: [] }],
    ]);
  });

  it('looks past how often and for what a host was asked', () => {
    const base = {
      host: 'cdn.example',
      scheme: 'https',
      failed: 0,
      firstUrl: 'https://cdn.example/',
      initiator: { kind: 'parser' as const },
    };
    const one = observe({ connections: [{ ...base, resourceTypes: ['Script'], requests: 1 }] });
    assert.deepEqual(one, observe({ connections: [{ ...base, resourceTypes: ['Image'], requests: 9 }] }));
  });

  it('keeps no value of a cookie, and names without their tokens', () => {
    const cookie = {
      name: 'sess_4bd0f2b8a1c2d3e4',
      domain: 'shop.example',
      path: '/',
      secure: true,
      httpOnly: true,
      session: true,
      setBy: 'script',
    };
    const [[, key]] = observe({ cookies: [cookie] }) as [[string, string, unknown]];
    assert.equal(key, 'sess_*|shop.example|/');
  });
});
