import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Writable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { OutboundError } from './outbound-error.ts';

const decoders: Record<string, () => NodeJS.ReadWriteStream> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/**
 * Reads an answer's body, decompressed, as far as `maxBytes`; counted is what comes out, so that a small compressed body
 * cannot grow beyond it. What is longer fails, or is cut with `isCut` set.
 * @throws OutboundError too-large, broken-answer.
 */
export async function readBody(
  answer: IncomingMessage,
  maxBytes: number,
  overflow: 'fail' | 'cut',
): Promise<{ body: Buffer; isCut: boolean }> {
  const pieces: Buffer[] = [];
  let length = 0;
  let isCut = false;
  const full = new Error('full');
  const sink = new Writable({
    write(piece: Buffer, _encoding, done) {
      const room = maxBytes - length;
      pieces.push(piece.length > room ? piece.subarray(0, room) : piece);
      length += Math.min(piece.length, room);
      isCut = piece.length > room;
      done(isCut ? full : null);
    },
  });
  const encoding = (answer.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const decoder = decoders[encoding];
  if (!decoder && encoding !== 'identity' && encoding !== '')
    throw new OutboundError(
      'broken-answer',
      `The answer is encoded as ${JSON.stringify(encoding.slice(0, 40))}.`,
    );
  try {
    await (decoder ? pipeline(answer, decoder(), sink) : pipeline(answer, sink));
  } catch (error) {
    if (error !== full) throw error;
    if (overflow === 'fail')
      throw new OutboundError('too-large', `The answer is longer than ${maxBytes} bytes.`, error);
  }
  return { body: Buffer.concat(pieces), isCut };
}
