import assert from 'node:assert/strict';
import { isHostAllowed, loadConfig, publicUrlOf } from '../../../server/config/index.ts';

function config(values: Record<string, unknown>) {
  return loadConfig({ env: {}, cwd: '/', typed: new Map(Object.entries(values)) }).config;
}

describe('the hosts that requests may name', () => {
  const given = config({
    host: '192.0.2.7',
    publicUrl: 'https://warden.example:8443/base/',
    allowedHosts: ['Other.example', 'exact.example:81'],
  });
  for (const host of [
    'localhost',
    'localhost:8080',
    'shop.localhost:1',
    '127.0.0.1:8080',
    '[::1]:8080',
    '192.0.2.7',
    'warden.example',
    'WARDEN.example.:8443',
    'other.example:99',
    'exact.example:81',
  ]) {
    it(`answers ${host}`, () => assert.equal(isHostAllowed(given, host), true));
  }
  for (const host of [
    undefined,
    '',
    'evil.example',
    'exact.example',
    'warden.example.evil.example',
    'evil.example@localhost',
    'localhost/evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'localhost evil.example',
    '169.254.169.254',
  ]) {
    it(`refuses ${String(host)}`, () => assert.equal(isHostAllowed(given, host), false));
  }
});

describe('the public address', () => {
  it('is the one set, without a slash at its end', () => {
    assert.equal(publicUrlOf(config({ publicUrl: 'https://w.example/x/' }), 1), 'https://w.example/x');
  });

  it('else is where it listens', () => {
    assert.equal(publicUrlOf(config({}), 81), 'http://127.0.0.1:81');
    assert.equal(publicUrlOf(config({ host: '::1' }), 81), 'http://[::1]:81');
    assert.equal(publicUrlOf(config({ host: '0.0.0.0' }), 81), 'http://localhost:81');
  });
});
