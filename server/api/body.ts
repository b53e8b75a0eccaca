import type { Response } from 'express';

/**
 * Sends captured source as a download that no browser shows or runs.
 * @param name Only letters, digits, dots, hyphens and underscores of it are kept.
 */
export function sendBody(response: Response, body: Uint8Array, name: string): void {
  const safe =
    name
      .replace(/[^\w.-]+/g, '_')
      .replace(/^\.+/, '')
      .slice(0, 100) || 'script.txt';
  response.status(200).set({
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Disposition': `attachment; filename="${safe}"`,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'no-store',
  });
  response.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
}
