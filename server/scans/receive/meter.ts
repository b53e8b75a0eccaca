import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';
import { ScriptwardenError } from '../../../core/errors/index.ts';

export interface MeterLimits {
  /** Of the body; a `Content-Length` that promises more is refused before anything is read. */
  maxBytes: number;
  /** How long the sender may rest, in milliseconds. */
  idleMs: number;
}

/**
 * The body of a request, counted and timed: it fails when it grows too long, rests too long, or breaks off. The request
 * itself is left alone, so that an answer can still be sent.
 * @throws ScriptwardenError SW_BODY_TOO_LARGE; the stream also fails with SW_REQUEST_TIMEOUT, SW_UPLOAD_INVALID.
 */
export function meter(request: IncomingMessage, { maxBytes, idleMs }: MeterLimits): Transform {
  if (Number(request.headers['content-length']) > maxBytes) throw tooLarge(maxBytes);
  let bytes = 0;
  const body = new Transform({
    transform(piece: Buffer, _encoding, done) {
      timer.refresh();
      bytes += piece.length;
      if (bytes > maxBytes) done(tooLarge(maxBytes));
      else done(null, piece);
    },
  });
  const timer = setTimeout(() => body.destroy(tooSlow(idleMs)), idleMs);
  const breakOff = (): void => {
    if (!request.complete) body.destroy(brokenOff());
  };
  request.once('close', breakOff);
  body.once('close', () => {
    clearTimeout(timer);
    request.off('close', breakOff);
    request.unpipe(body);
  });
  // A body that is read as a stream tells its failure there; without a listener it would end the process.
  body.on('error', () => undefined);
  if (request.destroyed) body.destroy(brokenOff());
  else request.pipe(body);
  return body;
}

/**
 * Reads on for a moment after a refusal, so that a client that is still sending gets to see the answer instead of a
 * connection that breaks.
 */
export async function drain(request: IncomingMessage, mostBytes = 4 * 2 ** 20, mostMs = 1000): Promise<void> {
  if (request.complete || request.destroyed) return;
  await new Promise<void>((resolve) => {
    let bytes = 0;
    const end = (): void => {
      clearTimeout(timer);
      request.off('data', count).off('end', end).off('close', end).off('error', end);
      request.pause();
      resolve();
    };
    const count = (piece: Buffer): void => {
      bytes += piece.length;
      if (bytes > mostBytes) end();
    };
    const timer = setTimeout(end, mostMs);
    request.on('data', count).once('end', end).once('close', end).once('error', end);
    request.resume();
  });
}

export function tooLarge(maxBytes: number): ScriptwardenError {
  return new ScriptwardenError('SW_BODY_TOO_LARGE', {
    message: `The upload is larger than the ${maxBytes} bytes that are taken.`,
    fix: 'Send it in parts, or have `limits.uploadBytes` raised.',
  });
}

function tooSlow(idleMs: number): ScriptwardenError {
  return new ScriptwardenError('SW_REQUEST_TIMEOUT', {
    message: `Nothing of the upload arrived for ${Math.round(idleMs / 1000)} seconds.`,
    fix: 'Send it again.',
  });
}

function brokenOff(): ScriptwardenError {
  return new ScriptwardenError('SW_UPLOAD_INVALID', {
    message: 'The upload broke off before its end.',
    fix: 'Send it again, whole.',
  });
}
