import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { bodyLimit } from './request-log.ts';

const acceptGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/**
 * The listening half of a WebSocket (RFC 6455): completes the handshake and hands each text message to `onMessage`.
 * Understands what a browser sends in practice: masked, unfragmented text, ping and close frames.
 */
export function acceptWebSocket(
  request: IncomingMessage,
  socket: Duplex,
  onMessage: (text: string) => void,
): void {
  const key = request.headers['sec-websocket-key'];
  if (typeof key !== 'string') {
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    return;
  }
  const accept = createHash('sha1')
    .update(key + acceptGuid)
    .digest('base64');
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  let pending = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (let frame = readFrame(pending); frame; frame = readFrame(pending)) {
      pending = pending.subarray(frame.size);
      if (frame.opcode === 1) onMessage(frame.payload.toString('utf8'));
      if (frame.opcode === 9) socket.write(Buffer.from([0x8a, 0]));
      if (frame.opcode === 8) socket.end(Buffer.from([0x88, 0]));
    }
    if (pending.length > bodyLimit) socket.destroy();
  });
}

interface Frame {
  opcode: number;
  payload: Buffer;
  /** Bytes the whole frame takes. */
  size: number;
}

/** Null while the frame is incomplete. Lengths of 2^32 and more are treated as never complete; the caller hangs up. */
function readFrame(data: Buffer): Frame | null {
  if (data.length < 2) return null;
  const opcode = data[0]! & 0x0f;
  const masked = (data[1]! & 0x80) !== 0;
  let length = data[1]! & 0x7f;
  let at = 2;
  if (length === 126) {
    if (data.length < 4) return null;
    length = data.readUInt16BE(2);
    at = 4;
  } else if (length === 127) {
    if (data.length < 10 || data.readUInt32BE(2) !== 0) return null;
    length = data.readUInt32BE(6);
    at = 10;
  }
  const mask = masked ? data.subarray(at, at + 4) : null;
  if (mask) at += 4;
  if (data.length < at + length) return null;
  const payload = Buffer.from(data.subarray(at, at + length));
  if (mask) for (let i = 0; i < length; i++) payload[i] = payload[i]! ^ mask[i % 4]!;
  return { opcode, payload, size: at + length };
}
