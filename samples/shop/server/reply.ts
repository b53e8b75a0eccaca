/** What a virtual host answers; kept apart from node:http so that pages and third parties are plain functions. */
export interface Reply {
  status: number;
  type?: string;
  body?: string | Uint8Array;
  headers?: Record<string, string | string[]>;
}

export interface ShopQuery {
  host: string;
  method: string;
  url: URL;
  body: string;
  cookies: ReadonlyMap<string, string>;
}

export const page = (body: string, status = 200): Reply => ({
  status,
  type: 'text/html; charset=utf-8',
  body,
});

export const json = (value: unknown, status = 200): Reply => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value),
});

export const noContent: Reply = { status: 204 };

export const seeOther = (location: string): Reply => ({ status: 303, headers: { location } });

export const notFound: Reply = { status: 404, type: 'text/plain; charset=utf-8', body: 'Not found\n' };
