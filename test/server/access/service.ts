import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Router } from 'express';
import { authenticate, createAccess, createSecretBox, type Role } from '../../../server/access/index.ts';
import { hashPassword } from '../../../server/access/passwords/hash.ts';
import { createApp } from '../../../server/api/app.ts';
import type { ServiceContext } from '../../../server/api/context.ts';
import { EventHub } from '../../../server/api/events/hub.ts';
import { routes } from '../../../server/api/routes.ts';
import { serviceConfig } from '../../../server/config/index.ts';
import { StoreQueue } from '../../../server/jobs/index.ts';
import { silentLog } from '../../../server/operations/log.ts';
import { addUser, type Store, type User } from '../../../server/store/index.ts';
import { webPages } from '../../../server/web/index.ts';

/** As cheap as scrypt gets: what a hash costs is no part of these tests. */
export const cheap = { logN: 4, r: 1, p: 1 };

export const password = 'drizzle-anvil-73-quartz';

/** The service with its real logins, over a store. The clock stands still until moved. */
export interface TestService {
  context: ServiceContext;
  url: string;
  /** Moves the clock, in milliseconds. */
  wait: (ms: number) => void;
  /** A user with `password`. */
  user: (name: string, role: Role | null, siteRoles?: [number, Role][]) => Promise<User>;
  /** A browser with cookies of its own. */
  browser: (headers?: Record<string, string>) => TestBrowser;
  close: () => Promise<void>;
}

export async function startTestService(
  store: Store,
  settings: Record<string, unknown> = {},
): Promise<TestService> {
  const config = serviceConfig.parse({ limits: { loginsPerMinute: 10_000 }, ...settings });
  let time = Date.now();
  const nothing = (): Promise<never> =>
    Promise.reject(new Error('nothing is crawled or analysed in these tests'));
  const context: ServiceContext = {
    store,
    queue: new StoreQueue(store),
    analyzers: { acquire: nothing, close: () => Promise.resolve() },
    crawl: nothing,
    workDir: '/nonexistent',
    env: {},
    now: () => time,
    config,
    secrets: createSecretBox([randomBytes(32)]),
    allowNetworks: () => [],
    access: createAccess(config.limits, { cost: cheap }),
    log: silentLog(),
    events: new EventHub(),
  };
  const app = createApp(context, {
    routes,
    authenticate: authenticate(context),
    pages: Router().use(webPages(context)),
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    context,
    url,
    wait: (ms) => void (time += ms),
    user: async (name, role, siteRoles = []) =>
      addUser(store.db, {
        name,
        role,
        siteRoles: new Map(siteRoles),
        password: await hashPassword(password, cheap),
        at: time,
      }),
    browser: (headers) => new TestBrowser(url, headers),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Keeps cookies, follows nothing. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();
  readonly #url: string;
  readonly #headers: Record<string, string>;
  csrfToken: string | null = null;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.#url = url;
    this.#headers = headers;
  }

  async fetch(
    path: string,
    init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${this.#url}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { ...(cookie && { cookie }), ...this.#headers, ...init.headers },
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      if (value === '') this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
    return response;
  }

  /** A request of the API with a JSON body, with the token of the session if there is one. */
  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return this.fetch(`/api/v1${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(this.csrfToken && { 'x-csrf-token': this.csrfToken }),
        ...headers,
      },
    });
  }

  async logIn(name: string, given = password): Promise<Response> {
    const response = await this.send('POST', '/session', { name, password: given });
    if (response.ok) this.csrfToken = ((await response.clone().json()) as { csrfToken: string }).csrfToken;
    return response;
  }

  /** Fills in and sends the form of a page. */
  async submit(page: string, fields: Record<string, string>, action = page): Promise<Response> {
    const text = await (await this.fetch(page)).text();
    const token = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
    return this.fetch(action, { method: 'POST', body: new URLSearchParams({ csrf: token, ...fields }) });
  }
}
