import assert from 'node:assert/strict';
import { webhook } from '../../../../core/schema/index.ts';
import { exampleMessage } from '../../../../server/alerts/message/index.ts';

describe('the test message', () => {
  it('has the form of every other, and says what it is', () => {
    const message = exampleMessage('https://warden.example', 0);
    assert.deepEqual(webhook.parse(message), message);
    assert.equal(message.type, 'alert.test');
    assert.match(message.data.changes[0]!.message, /^This is a test/);
  });
});
