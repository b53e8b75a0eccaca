import type { Request, Response } from 'express';

/** Bytes that may wait for a slow reader. */
const maxWaitingBytes = 1024 * 1024;
const heartbeatMs = 15_000;
/** A reader comes back by itself; until then a session that ended or a role that was taken may still listen. */
const longestMs = 10 * 60_000;

/** Server-sent events to one reader. */
export interface EventStream {
  send(event: string, data: unknown): void;
  end(): void;
}

/** Begins an answer of server-sent events (WHATWG HTML, section 9.2); `onEnd` runs once, however it ends. */
export function eventStream(request: Request, response: Response, onEnd: () => void): EventStream {
  response.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  request.socket.setTimeout(0);
  const write = (text: string): void => {
    if (response.writableLength > maxWaitingBytes) response.destroy();
    else if (!response.writableEnded && !response.destroyed) response.write(text);
  };
  const heartbeat = setInterval(() => write(':\n\n'), heartbeatMs);
  const limit = setTimeout(() => response.end(), longestMs);
  response.once('close', () => {
    clearInterval(heartbeat);
    clearTimeout(limit);
    onEnd();
  });
  write('retry: 2000\n\n');
  return {
    send: (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    end: () => {
      response.end();
    },
  };
}
