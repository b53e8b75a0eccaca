import { request } from 'node:http';
import type { Shop } from '../../../samples/shop/index.ts';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** A request to one of the shop's virtual hosts; Node does not resolve `*.localhost`, so the name goes in the header. */
export function ask(
  shop: Shop,
  host: string,
  path: string,
  options: { method?: string; body?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { host: `${host}:${shop.port}`, ...options.headers };
    const sent = request(
      { host: '127.0.0.1', port: shop.port, path, method: options.method ?? 'GET', headers, agent: false },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (body += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(options.body);
  });
}

/** Resolves once `condition` holds; rejects after `limitMs`, naming what it waited for. */
export async function until(what: string, condition: () => boolean, limitMs = 8000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
