import assert from 'node:assert/strict';
import { headerList } from '../../../crawler/collectors/headers.ts';

describe('headerList', () => {
  it('keeps order and repetition of the raw text', () => {
    const text =
      'HTTP/1.1 200 OK\r\nContent-Security-Policy: a\r\nX-A: 1\r\ncontent-security-policy: b\r\n\r\n';
    assert.deepEqual(headerList({}, text), [
      ['content-security-policy', 'a'],
      ['x-a', '1'],
      ['content-security-policy', 'b'],
    ]);
  });

  it('unfolds what the protocol folded', () => {
    assert.deepEqual(headerList({ 'X-A': '1\n2' }), [
      ['x-a', '1'],
      ['x-a', '2'],
    ]);
  });

  it('keeps names and attributes of cookies, never values, and no hop-by-hop headers', () => {
    assert.deepEqual(headerList({ 'Set-Cookie': 'sid=secret; Path=/; HttpOnly', Connection: 'keep-alive' }), [
      ['set-cookie', 'sid=; Path=/; HttpOnly'],
    ]);
  });
});
