import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { loadReleases, releasesUpTo, type ReleaseMeta } from './releases.ts';
import { shopHosts, type ShopHosts } from './server/hosts.ts';
import type { ShopQuery } from './server/reply.ts';
import { bodyLimit, RequestLog, type ShopRequest } from './server/request-log.ts';
import { createSite } from './server/serve.ts';
import { loadStaticFiles } from './server/static-files.ts';
import { acceptWebSocket } from './server/websocket.ts';
import { loadAllSkimmers, loadSkimmers, type Skimmer } from './skimmers.ts';

export { loadReleases, type ExpectedChange, type Release, type ReleaseMeta } from './releases.ts';
export { loadAllSkimmers, loadSkimmers, type Skimmer, type SkimmerMeta } from './skimmers.ts';
export type { ShopHosts } from './server/hosts.ts';
export type { ShopRequest } from './server/request-log.ts';

export interface ShopOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /**
   * Names of the skimmers to infect the shop with. `usual`, unless said: the three of `skimmers/`. `all`: every one, but
   * for those that keep others from working.
   */
  skimmers?: readonly string[] | 'usual' | 'all';
  /** True serves their obfuscated copies. */
  obfuscated?: boolean;
  /** True serves the shop without any skimmer, whatever `skimmers` says. */
  clean?: boolean;
  /** How far the shop has come: release N holds all up to N; 0, the shop as it opened, unless said. */
  release?: number;
}

export interface Shop {
  /** The home page, e.g. `http://larchandloom.localhost:8088/`. */
  url: string;
  port: number;
  /** Host names, without port, by role. */
  hosts: ShopHosts;
  /** The skimmers in force. */
  skimmers: readonly Skimmer[];
  /** The releases in force, oldest first. */
  releases: readonly ReleaseMeta[];
  /** Every request any of the hosts received so far, oldest first; the latest 5,000 are kept. */
  requests(): ShopRequest[];
  close(): Promise<void>;
}

/**
 * Starts the sample shop and all its third parties on one loopback port. Rejects with a RangeError for an unknown
 * skimmer or release, and with the system's error when the port is taken.
 */
export async function startShop(options: ShopOptions = {}): Promise<Shop> {
  const skimmers = options.clean
    ? []
    : chooseSkimmers(options.skimmers ?? 'usual', options.obfuscated ?? false);
  const releases = releasesUpTo(await loadReleases(), options.release ?? 0);
  const site = createSite(loadStaticFiles(new URL('./public/', import.meta.url)), skimmers, releases);
  const log = new RequestLog();
  const upgraded = new Set<Duplex>();

  const server = createServer((request, response) => void respond(request, response));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    upgraded.add(socket);
    socket.on('close', () => upgraded.delete(socket));
    const { host, url } = addressOf(request);
    const path = url.pathname + url.search;
    acceptWebSocket(request, socket, (body) => log.add({ host, method: 'WS', path, body }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${shopHosts.shop}:${port}/`,
    port,
    hosts: shopHosts,
    skimmers,
    releases: releases.map(({ meta }) => meta),
    requests: () => log.entries(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of upgraded) socket.destroy();
      }),
  };

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const { host, url } = addressOf(request);
    const method = request.method ?? 'GET';
    log.add({ host, method, path: url.pathname + url.search, body });
    if (host !== shopHosts.shop) allowOrigin(request, response);
    if (method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    const query: ShopQuery = { host, method, url, body, cookies: cookiesOf(request) };
    const reply = site(query, port);
    response.writeHead(reply.status, {
      ...(reply.type === undefined ? {} : { 'content-type': reply.type }),
      'cache-control': 'no-store',
      ...reply.headers,
    });
    response.end(method === 'HEAD' ? undefined : reply.body);
  }
}

function chooseSkimmers(names: readonly string[] | 'usual' | 'all', obfuscated: boolean): Skimmer[] {
  const chosen = (skimmer: Skimmer): Skimmer =>
    obfuscated ? { ...skimmer, code: skimmer.obfuscated ?? skimmer.code } : skimmer;
  if (names === 'usual') return loadSkimmers().map(chosen);
  const known = loadAllSkimmers();
  if (names === 'all') return known.filter(({ meta }) => !meta.alone).map(chosen);
  return names.map((name) => {
    const skimmer = known.find((candidate) => candidate.name === name);
    if (skimmer) return chosen(skimmer);
    throw new RangeError(`Unknown skimmer "${name}"; known: ${known.map((each) => each.name).join(', ')}`);
  });
}

function addressOf(request: IncomingMessage): { host: string; url: URL } {
  const host = (request.headers.host ?? '').replace(/:\d*$/, '').toLowerCase();
  const url = URL.parse(request.url ?? '/', 'http://localhost') ?? new URL('http://localhost/');
  return { host, url };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (size < bodyLimit) chunks.push(chunk.subarray(0, bodyLimit - size));
    size += chunk.length;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function cookiesOf(request: IncomingMessage): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (request.headers.cookie ?? '').split('; ')) {
    const at = pair.indexOf('=');
    if (at > 0) cookies.set(pair.slice(0, at), safeDecode(pair.slice(at + 1)));
  }
  return cookies;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // Cookies are the visitor's to mangle.
  }
}

/** Third parties serve everybody, with credentials, as real ones do. */
function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
  response.setHeader('access-control-allow-credentials', 'true');
  response.setHeader('access-control-allow-headers', 'authorization, content-type');
  response.setHeader('cross-origin-resource-policy', 'cross-origin');
}
