import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { isIP } from 'node:net';
import { isLocalhostName, type Network } from '../../core/egress/index.ts';
import { allowedAddresses, connectTo, type Dial } from './dial.ts';
import { EgressError } from './egress-error.ts';

/** The operator's own proxy between the crawl and the site, as `site.proxy` names it. */
export interface Upstream {
  url: URL;
  /** Value of Proxy-Authorization, or null. */
  authorization: string | null;
  /** A connection to the proxy itself. */
  open: () => Promise<Socket>;
}

/**
 * @param guarded Given when somebody else than the operator chose the proxy: it is dialled by the rules for every other
 * host. Without it, it may lie in a private network.
 */
export function parseUpstream(proxy: string, guarded?: Dial): Upstream {
  const url = new URL(proxy);
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const authorization = url.username ? `Basic ${Buffer.from(credentials).toString('base64')}` : null;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const address = isLocalhostName(host) ? '127.0.0.1' : host;
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const open = async () => {
    try {
      const socket = guarded ? await guarded(host, port) : await connectTo(address, port);
      if (url.protocol === 'http:') return socket;
      const secure = connectTls({ socket, ...(isIP(host) ? {} : { servername: host }) });
      await once(secure, 'secureConnect');
      return secure;
    } catch (cause) {
      if (cause instanceof EgressError) throw cause;
      throw new EgressError('upstream-failed', `The upstream proxy ${url.host} cannot be reached`, cause);
    }
  };
  return { url, authorization, open };
}

/** Dials through the upstream proxy with CONNECT, after the same check of the destination as a direct dial. */
export function upstreamDial(upstream: Upstream, allowed: readonly Network[]): Dial {
  return async (host, port) => {
    await checkBehindUpstream(host, allowed);
    const socket = await upstream.open();
    const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    const authorization = upstream.authorization ? `Proxy-Authorization: ${upstream.authorization}\r\n` : '';
    socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${authorization}\r\n`);
    const status = await readConnectAnswer(socket);
    if (status === 200) return socket;
    socket.destroy();
    throw new EgressError('upstream-failed', `The upstream proxy answered ${status} for ${target}`);
  };
}

/**
 * The upstream proxy resolves names by itself, perhaps names only it knows: a name without an address here passes,
 * an address or a name that leads only to forbidden addresses does not.
 */
export async function checkBehindUpstream(host: string, allowed: readonly Network[]): Promise<void> {
  try {
    await allowedAddresses(host, allowed);
  } catch (error) {
    if (!(error instanceof EgressError) || error.failure !== 'dns-failed') throw error;
  }
}

/** Reads the head of the answer and puts back what follows it; 0 when the proxy hung up or spoke something else. */
async function readConnectAnswer(socket: Socket): Promise<number> {
  let head = Buffer.alloc(0);
  socket.setTimeout(15_000, () => socket.destroy());
  return new Promise((resolve) => {
    const finish = (status: number) => {
      socket.off('data', onData).off('close', onEnd).off('error', onEnd).setTimeout(0);
      socket.pause();
      resolve(status);
    };
    const onEnd = () => finish(0);
    const onData = (chunk: Buffer) => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end === -1 && head.length < 16_384) return;
      const rest = end === -1 ? Buffer.alloc(0) : head.subarray(end + 4);
      if (rest.length > 0) socket.unshift(rest);
      finish(Number(/^HTTP\/1\.[01] (\d{3})/.exec(head.toString('latin1'))?.[1] ?? 0));
    };
    socket.on('data', onData).once('close', onEnd).once('error', onEnd);
  });
}
