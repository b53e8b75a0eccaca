import assert from 'node:assert/strict';
import { weakenings, type SecurityHeader } from '../../../server/drift/headers/security-headers.ts';

const weaker: [SecurityHeader, string, string, RegExp][] = [
  [
    'content-security-policy',
    "default-src 'self'",
    "default-src 'self'; script-src *",
    /allows scripts from \*/,
  ],
  ['content-security-policy', "script-src 'self'", "script-src 'self' 'unsafe-inline'", /'unsafe-inline'/],
  ['content-security-policy', "form-action 'self'", "default-src 'self'", /no longer limits form targets/],
  ['content-security-policy', 'connect-src a.example', 'connect-src a.example b.example', /b\.example/],
  [
    'content-security-policy',
    "script-src 'nonce-x' 'strict-dynamic'",
    "script-src 'nonce-x'",
    /strict-dynamic/,
  ],
  [
    'strict-transport-security',
    'max-age=31536000; includeSubDomains',
    'max-age=60',
    /60 s.*drops includeSubDomains/s,
  ],
  ['x-frame-options', 'DENY', 'SAMEORIGIN', /SAMEORIGIN/],
  ['x-content-type-options', 'nosniff', 'none', /none/],
  ['referrer-policy', 'strict-origin', 'unsafe-url', /unsafe-url/],
  ['permissions-policy', 'camera=(), payment=(self)', 'camera=()', /payment/],
  ['permissions-policy', 'payment=(self)', 'payment=(self "https://evil.example")', /evil\.example/],
];

const asStrong: [SecurityHeader, string, string][] = [
  ['content-security-policy', "script-src 'self' *.cdn.example", "script-src 'self' a.cdn.example"],
  ['content-security-policy', 'script-src https:', 'script-src https://a.example'],
  ['content-security-policy', "script-src 'nonce-a'", "script-src 'nonce-b'"],
  ['content-security-policy', "default-src 'self'", "default-src 'self'; script-src 'none'"],
  ['strict-transport-security', 'max-age=60', 'max-age=31536000; preload'],
  ['x-frame-options', 'SAMEORIGIN', 'DENY'],
  ['referrer-policy', 'unsafe-url', 'no-referrer'],
  ['permissions-policy', 'payment=*', 'payment=(self)'],
];

describe('weakened security headers', () => {
  for (const [name, before, after, expected] of weaker)
    it(`${name}: ${before} → ${after}`, () =>
      assert.match(weakenings(name, before, after).join('; '), expected));
});

describe('security headers that protect as much as before', () => {
  for (const [name, before, after] of asStrong)
    it(`${name}: ${before} → ${after}`, () => assert.deepEqual(weakenings(name, before, after), []));
});
