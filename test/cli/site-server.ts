import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TestSite {
  /** e.g. `http://127.0.0.1:4711/` */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves fixed pages by path; anything else is missing. Null answers never at all. */
export async function serveSite(pages: Record<string, string | null>): Promise<TestSite> {
  const server = createServer((request, response) => {
    const body = pages[request.url ?? ''];
    if (body === null) return; // Left hanging.
    const type = request.url?.endsWith('.js') ? 'text/javascript' : 'text/html';
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body ?? 'missing');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
