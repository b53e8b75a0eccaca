import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAccess } from '../../../server/access/access.ts';
import { createSecretBox } from '../../../server/access/secrets/index.ts';
import type { Principal, Role } from '../../../server/access/principal.ts';
import { createApp, type AppParts } from '../../../server/api/app.ts';
import type { ServiceContext } from '../../../server/api/context.ts';
import { EventHub } from '../../../server/api/events/hub.ts';
import { routes } from '../../../server/api/routes.ts';
import { setPrincipal } from '../../../server/api/who.ts';
import { serviceConfig } from '../../../server/config/index.ts';
import { StoreQueue } from '../../../server/jobs/index.ts';
import { silentLog } from '../../../server/operations/log.ts';
import type { Store } from '../../../server/store/index.ts';

/** A running API over a store, and requests to it as whoever the test wants to be. */
export interface TestApi {
  context: ServiceContext;
  url: string;
  /** `as`: null for nobody; an administrator unless said. */
  fetch: (path: string, init?: RequestInit & { as?: Principal | null }) => Promise<Response>;
  post: (
    path: string,
    body: unknown,
    init?: { as?: Principal; headers?: Record<string, string> },
  ) => Promise<Response>;
  close: () => Promise<void>;
}

export const administrator: Principal = who('admin');

/** Somebody with a role on every site, or on some. */
export function who(role: Role | null, siteRoles: [number, Role][] = [], userId = 1): Principal {
  return { userId, name: `user ${userId}`, via: 'token', tokenId: 1, role, siteRoles: new Map(siteRoles) };
}

/** Starts the app on a free port. Who asks is told by the test: logging in has tests of its own. */
export async function startApi(
  store: Store,
  settings: Record<string, unknown> = {},
  parts: Partial<AppParts> = {},
): Promise<TestApi> {
  const people = new Map<string, Principal>();
  const config = serviceConfig.parse(settings);
  const context: ServiceContext = {
    store,
    queue: new StoreQueue(store),
    analyzers: {
      acquire: () => Promise.reject(new Error('nothing is analysed in this test')),
      close: () => Promise.resolve(),
    },
    crawl: () => Promise.reject(new Error('nothing is crawled in this test')),
    workDir: '/nonexistent',
    env: {},
    now: Date.now,
    config,
    secrets: createSecretBox([randomBytes(32)]),
    allowNetworks: () => [],
    access: createAccess(config.limits),
    log: silentLog(),
    events: new EventHub(),
  };
  const app = createApp(context, {
    routes,
    authenticate: (request, _response, next) => {
      const principal = people.get(request.get('x-test-principal') ?? '');
      if (principal) setPrincipal(request, principal);
      next();
    },
    ...parts,
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fetchAs: TestApi['fetch'] = (path, { as = administrator, ...init } = {}) => {
    const headers = new Headers(init.headers);
    if (as) {
      const key = String(people.size + 1);
      people.set(key, as);
      headers.set('x-test-principal', key);
    }
    return fetch(`${url}/api/v1${path}`, { ...init, headers });
  };
  return {
    context,
    url,
    fetch: fetchAs,
    post: (path, body, { as, headers } = {}) =>
      fetchAs(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
        ...(as && { as }),
      }),
    close: () => closed(server),
  };
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
