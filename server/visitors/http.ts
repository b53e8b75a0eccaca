import type { Request, RequestHandler, Response } from 'express';
import type { VisitorIntake } from './intake.ts';

/** What browsers send reports as; some say plain JSON. */
const contentType = /^application\/(?:csp-report|reports\+json|json)\s*(?:;|$)/i;

/**
 * The address that visitors' browsers post reports to: `/csp/:key`. Every POST gets the same 204, whether its key exists
 * or not, however wrong the body: nobody learns anything by it, and the Reporting API stops when an answer says so.
 * Preflights are answered for every origin, since reports come from the site's.
 */
export function visitorReports(intake: VisitorIntake): RequestHandler {
  let reading = 0;
  return async (request, response, next) => {
    response.set({ 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-store' });
    if (request.method === 'OPTIONS') {
      response
        .set({
          'Access-Control-Allow-Methods': 'POST',
          'Access-Control-Allow-Headers': 'Content-Type',
          'Access-Control-Max-Age': '86400',
        })
        .status(204)
        .end();
      return;
    }
    if (request.method !== 'POST') {
      next();
      return;
    }
    const key = String(request.params.key);
    const isReadable =
      contentType.test(request.headers['content-type'] ?? '') &&
      (request.headers['content-encoding'] ?? 'identity') === 'identity';
    if (!isReadable || reading >= intake.limits.bodiesAtOnce) {
      if (!isReadable) await intake.refuse(key, 'malformed', request.ip);
      finish(request, response);
      return;
    }
    reading++;
    try {
      const body = await readBody(request, intake.limits);
      if (body === 'gone') return;
      if (body === 'too-large' || body === 'too-slow') await intake.refuse(key, body, request.ip);
      else await intake.accept(key, body.text, request.ip);
      finish(request, response);
    } finally {
      reading--;
    }
  };
}

/** The body as text, or why there is none. Nothing beyond the limit is kept in memory. */
function readBody(
  request: Request,
  { bodyBytes, bodyMs }: { bodyBytes: number; bodyMs: number },
): Promise<{ text: string } | 'too-large' | 'too-slow' | 'gone'> {
  if (Number(request.headers['content-length'] ?? 0) > bodyBytes) return Promise.resolve('too-large');
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => end('too-slow'), bodyMs);
    const end = (result: { text: string } | 'too-large' | 'too-slow' | 'gone'): void => {
      clearTimeout(timer);
      request.removeAllListeners('data');
      resolve(result);
    };
    request.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size > bodyBytes) end('too-large');
      else pieces.push(piece);
    });
    request.once('end', () => end({ text: Buffer.concat(pieces).toString('utf8') }));
    request.once('error', () => end('gone'));
    request.once('close', () => end('gone'));
  });
}

/** 204; a body that was not read to its end costs the sender the connection. */
function finish(request: Request, response: Response): void {
  if (request.complete) {
    response.status(204).end();
    return;
  }
  response.set('Connection', 'close').status(204);
  response.end(() => request.destroy());
}
