import { createHash } from 'node:crypto';
import { shopHosts } from './hosts.ts';
import { json, noContent, notFound, type Reply, type ShopQuery } from './reply.ts';

/** A 1 × 1 transparent GIF, what tracking pixels answer. */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** Answers of the third parties beyond their static files. Undefined when the host is none of them. */
export function thirdParty(query: ShopQuery): Reply | undefined {
  const { pathname } = query.url;
  switch (query.host) {
    case shopHosts.paymentApi:
      return pathname === '/v2/tokens' && query.method === 'POST' ? token(query.body) : notFound;
    case shopHosts.analytics:
      return pathname === '/e' ? noContent : notFound;
    case shopHosts.chat:
      return pathname === '/api/hello' ? json({ agent: 'Wren', online: true, wait: 2 }) : notFound;
    case shopHosts.consent:
      return pathname === '/receipt' ? json({ stored: true }) : notFound;
    case shopHosts.payment:
    case shopHosts.tagManager:
    case shopHosts.cdn:
      return notFound;
    default:
      return undefined;
  }
}

/** What a host that only takes data in answers: nothing, or a pixel. */
export function collector(query: ShopQuery): Reply {
  return query.method === 'GET' ? { status: 200, type: 'image/gif', body: pixel } : noContent;
}

function token(body: string): Reply {
  const card = parseCard(body);
  if (!card || !/^\d{12,19}$/.test(card)) return json({ error: { code: 'invalid_number' } }, 422);
  const id = createHash('sha256').update(card).digest('hex').slice(0, 24);
  return json({ id: `tok_${id}`, last4: card.slice(-4) }, 201);
}

function parseCard(body: string): string | null {
  try {
    const value = JSON.parse(body) as { card?: { number?: unknown } } | null;
    return typeof value?.card?.number === 'string' ? value.card.number : null;
  } catch {
    return null; // Malformed JSON is the caller's mistake and gets the same answer as a malformed number.
  }
}
