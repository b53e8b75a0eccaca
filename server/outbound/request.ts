import * as http from 'node:http';
import * as https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { readBody } from './body.ts';
import { OutboundError } from './outbound-error.ts';
import { startPhases, type Phases } from './phases.ts';
import { causeOf, checkTarget, type OutboundRules, type Target } from './target.ts';

export interface OutboundOptions extends OutboundRules {
  /** GET unless said. */
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** For everything together, redirects included, in milliseconds. */
  timeoutMs?: number;
  /** Until a connection stands, TLS included. */
  connectTimeoutMs?: number;
  /** From there until the head of the answer is there. */
  headersTimeoutMs?: number;
  /** Of the body, decompressed. */
  maxBytes?: number;
  /** What happens to a longer body: `fail` unless said. */
  overflow?: 'fail' | 'cut';
  /** Only status and headers count: the answer ends there, however slowly its body would come. */
  ignoreBody?: boolean;
  /** How many redirects to follow, each checked as the first URL was; none unless said: a redirect is then the answer. */
  maxRedirects?: number;
  signal?: AbortSignal;
  /** Further certificate authorities, PEM. */
  ca?: string;
}

export interface OutboundAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
  /** Whether the body was longer than `maxBytes`. */
  isCut: boolean;
  /** Where the answer came from in the end. */
  url: string;
  /** The address that was dialled. */
  address: string;
}

/**
 * A request to an address that somebody else chose. Its name is resolved once, the addresses are checked, and one of
 * exactly those is dialled: a name that answers differently a second time (DNS rebinding) gains nothing. Certificates are
 * always checked, proxies of the environment never used, nothing is kept open afterwards, and every wait has an end.
 * @throws OutboundError; the signal's reason when it was called off.
 */
export async function request(url: string | URL, options: OutboundOptions = {}): Promise<OutboundAnswer> {
  const phases = startPhases(options.timeoutMs ?? 15_000, options.signal);
  try {
    let hop: Hop = {
      url,
      method: options.method ?? 'GET',
      headers: options.headers ?? {},
      body: options.body,
    };
    for (let redirects = 0; ; redirects++) {
      const target = await phases.race(checkTarget(hop.url, options));
      const answer = await exchange(target, hop, options, phases);
      const location = redirectOf(answer, target.url);
      if (location === null || !options.maxRedirects) return answer;
      if (redirects >= options.maxRedirects)
        throw new OutboundError('too-many-redirects', `${target.host} redirects too often.`);
      hop = nextHop(hop, target.url, location, answer.status);
    }
  } finally {
    phases.end();
  }
}

interface Hop {
  url: string | URL;
  method: string;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | undefined;
}

/** One request and its answer, over a connection of its own. */
async function exchange(
  target: Target,
  hop: Hop,
  options: OutboundOptions,
  phases: Phases,
): Promise<OutboundAnswer> {
  const isSecure = target.url.protocol === 'https:';
  const body = hop.body === undefined ? undefined : Buffer.from(hop.body as string);
  const sent = (isSecure ? https : http).request({
    // Of its own: an agent of the environment might go through a proxy or keep connections.
    agent: isSecure ? new https.Agent() : new http.Agent(),
    host: target.host,
    port: target.port,
    path: `${target.url.pathname}${target.url.search}`,
    method: hop.method,
    lookup: pinned(target.addresses),
    rejectUnauthorized: true,
    ...(isIP(target.host) ? {} : { servername: target.host }),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    headers: {
      'user-agent': 'Scriptwarden',
      accept: '*/*',
      'accept-encoding': 'identity',
      ...hop.headers,
      host: target.url.host,
      connection: 'close',
      ...(body === undefined ? {} : { 'content-length': String(body.length) }),
    },
  });
  phases.begin('connect', options.connectTimeoutMs ?? 5000, (error) => sent.destroy(error));
  sent.once('socket', (socket) =>
    socket.once(isSecure ? 'secureConnect' : 'connect', () =>
      phases.begin('headers', options.headersTimeoutMs ?? 10_000, (error) => sent.destroy(error)),
    ),
  );
  let address = target.addresses[0]!;
  try {
    const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
      sent.once('error', reject);
      sent.once('response', resolve);
      sent.end(body);
    });
    address = answer.socket.remoteAddress ?? address;
    if (options.ignoreBody) {
      const { statusCode, headers } = answer;
      return {
        status: statusCode!,
        headers,
        body: Buffer.alloc(0),
        isCut: false,
        url: target.url.href,
        address,
      };
    }
    phases.begin('body', Infinity, (error) => answer.destroy(error));
    const read = await readBody(answer, options.maxBytes ?? 1024 * 1024, options.overflow ?? 'fail');
    return { status: answer.statusCode!, headers: answer.headers, ...read, url: target.url.href, address };
  } catch (error) {
    throw phases.isEnded ? phases.reason : failureOf(target, error);
  } finally {
    sent.on('error', () => undefined).destroy();
  }
}

/** Answers every question with the addresses that were checked. */
function pinned(addresses: readonly string[]): LookupFunction {
  return (_host, options, callback) => {
    const all = addresses.map((address) => ({ address, family: isIP(address) }));
    if (options.all) callback(null, all);
    else callback(null, all[0]!.address, all[0]!.family);
  };
}

function failureOf(target: Target, error: unknown): OutboundError {
  if (error instanceof OutboundError) return error;
  const why = causeOf(error);
  const where = `${target.host}:${target.port}`;
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_|EPROTO)/.test(why))
    return new OutboundError('tls-failed', `${where} could not prove who it is (${why}).`, error);
  if (/^(HPE_|Z_|ERR_STREAM|ERR__ERROR|ERR_PADDING)/.test(why))
    return new OutboundError('broken-answer', `${where} gave an answer that is not HTTP (${why}).`, error);
  return new OutboundError('unreachable', `${where} cannot be reached (${why}).`, error);
}

function redirectOf({ status, headers }: OutboundAnswer, base: URL): string | null {
  if (![301, 302, 303, 307, 308].includes(status) || headers.location === undefined) return null;
  return URL.parse(headers.location, base.href)?.href ?? null;
}

/** As browsers do it: what was posted is not posted elsewhere unless 307 or 308 says so, and credentials stay with their origin. */
function nextHop(hop: Hop, from: URL, location: string, status: number): Hop {
  const keeps = status === 307 || status === 308 || hop.method === 'GET' || hop.method === 'HEAD';
  const isElsewhere = new URL(location).origin !== from.origin;
  const dropped = new Set([
    ...(isElsewhere ? ['authorization', 'cookie', 'proxy-authorization'] : []),
    ...(keeps ? [] : ['content-type', 'content-length']),
  ]);
  const headers = Object.fromEntries(
    Object.entries(hop.headers).filter(([name]) => !dropped.has(name.toLowerCase())),
  );
  return {
    url: location,
    method: keeps ? hop.method : 'GET',
    headers,
    body: keeps ? hop.body : undefined,
  };
}
