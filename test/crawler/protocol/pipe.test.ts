import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { CommandError, Connection, PipeTransport } from '../../../crawler/protocol/index.ts';

describe('PipeTransport', () => {
  it('gives the same messages however the bytes are cut', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((message) => !message.includes('\0'));
    fc.assert(
      fc.property(fc.array(text), fc.integer({ min: 1, max: 7 }), (messages, size) => {
        const from = new PassThrough();
        const transport = new PipeTransport(new PassThrough(), from);
        const received: string[] = [];
        transport.onmessage = (message) => received.push(message);
        const bytes = Buffer.from(messages.map((message) => `${message}\0`).join(''));
        for (let at = 0; at < bytes.length; at += size) from.emit('data', bytes.subarray(at, at + size));
        assert.deepEqual(received, messages);
      }),
    );
  });
});

describe('Connection', () => {
  const open = () => {
    const from = new PassThrough();
    const to = new PassThrough();
    return { connection: new Connection(new PipeTransport(to, from)), from, to };
  };

  it('rejects a command that gets no answer in time', async () => {
    const { connection } = open();
    await assert.rejects(
      connection.post('S', 'Page.enable', {}, 5),
      (error) => error instanceof CommandError && error.failure === 'deadline',
    );
  });

  it('rejects everything when the browser goes', async () => {
    const { connection, from } = open();
    const waiting = connection.post('S', 'Page.enable', {}, 60_000);
    from.destroy();
    await assert.rejects(waiting, { failure: 'closed' });
    await assert.rejects(connection.post('S', 'Page.enable', {}, 60_000), { failure: 'closed' });
    await connection.closed;
  });

  it('hands a guest what is not ours', () => {
    const { connection, from } = open();
    const session = connection.adopt('ours');
    const events: unknown[] = [];
    const guest: string[] = [];
    session.on('Page.loadEventFired', (event) => events.push(event));
    connection.onForeignMessage = (message) => guest.push(message);
    const theirs = JSON.stringify({ sessionId: 'theirs', method: 'Page.loadEventFired', params: {} });
    from.emit(
      'data',
      Buffer.from(
        `${JSON.stringify({ sessionId: 'ours', method: 'Page.loadEventFired', params: { timestamp: 1 } })}\0${theirs}\0`,
      ),
    );
    assert.deepEqual(events, [{ timestamp: 1 }]);
    assert.deepEqual(guest, [theirs]);
  });
});
