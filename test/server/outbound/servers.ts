import * as http from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Servers on loopback that a test starts, and their end. */
export class Servers {
  readonly #servers: { server: Server; sockets: Set<Socket> }[] = [];

  /** An HTTP server; answers its port. */
  http(handle: http.RequestListener, host = '127.0.0.1'): Promise<number> {
    return this.#listen(http.createServer(handle), host);
  }

  /** A server that speaks what `handle` writes. */
  raw(handle: (socket: Socket) => void, host = '127.0.0.1'): Promise<number> {
    return this.#listen(createServer(handle), host);
  }

  async close(): Promise<void> {
    for (const { server, sockets } of this.#servers.splice(0)) {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  #listen(server: Server, host: string): Promise<number> {
    const sockets = new Set<Socket>();
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
    });
    this.#servers.push({ server, sockets });
    return new Promise((resolve) => {
      server.listen(0, host, () => resolve((server.address() as AddressInfo).port));
    });
  }
}
