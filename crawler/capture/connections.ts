import type { Connection, Initiator } from '../../core/schema/index.ts';
import { portOf } from '../collectors/network.ts';
import type { Contact } from '../egress/index.ts';
import type { RequestRecord } from '../collectors/raw.ts';

/** The hosts a visit contacted: one entry for each scheme, host, port and cause. Redirects count for each hop. */
export function buildConnections(
  requests: readonly RequestRecord[],
  initiatorOf: (request: RequestRecord) => Initiator,
): Connection[] {
  const connections = new Map<string, Connection & { types: Set<string> }>();
  for (const request of requests) {
    let initiator: Initiator | undefined;
    for (const [hop, text] of request.urls.entries()) {
      const url = URL.parse(text);
      if (!url || !networkSchemes.has(url.protocol)) continue;
      initiator ??= initiatorOf(request);
      const host = url.hostname.replace(/^\[|\]$/g, '');
      const key = [url.protocol, host, url.port, initiator.kind, initiator.sha256 ?? initiator.url].join(' ');
      let connection = connections.get(key);
      if (!connection) {
        connection = {
          host,
          port: portOf(url),
          scheme: url.protocol.slice(0, -1),
          resourceTypes: [],
          requests: 0,
          failed: 0,
          firstUrl: text,
          initiator,
          types: new Set(),
        };
        connections.set(key, connection);
      }
      connection.requests += 1;
      connection.types.add(request.type.toLowerCase());
      if (hop < request.urls.length - 1 || request.outcome !== 'failed') continue;
      connection.failed += 1;
      if (request.blocked !== undefined) connection.blocked = request.blocked;
    }
  }
  return [...connections.values()].map(({ types, ...connection }) => ({
    ...connection,
    resourceTypes: [...types].sort(),
  }));
}

/**
 * Hosts that went through the egress proxy without any request the protocol told of: what a page sends while it is
 * being closed, and connections opened ahead of use.
 */
export function unexplained(known: readonly Connection[], contacts: readonly Contact[]): Connection[] {
  const explained = new Set(known.map(({ host, port }) => `${host}:${port}`));
  return contacts
    .filter(({ host, port }) => !explained.has(`${host}:${port}`))
    .map(({ scheme, host, port }) => ({
      host,
      port,
      scheme,
      resourceTypes: ['unknown'],
      requests: 1,
      failed: 0,
      firstUrl: new URL(`${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}/`).href,
      initiator: { kind: 'other' },
    }));
}

const networkSchemes: ReadonlySet<string> = new Set(['http:', 'https:', 'ws:', 'wss:']);
