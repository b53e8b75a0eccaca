import type { ConnectionTransport } from 'puppeteer';
import { CommandError } from './command-error.ts';
import { Session, type Channel } from './session.ts';

interface Pending {
  sessionId: string;
  method: string;
  resolve: (result: unknown) => void;
  reject: (error: CommandError) => void;
  timer: NodeJS.Timeout;
}

interface Message {
  id?: number;
  sessionId?: string;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
}

/** Ids of ours start here; what a guest (puppeteer, see guest.ts) sends over the same pipe is numbered from 1. */
const firstId = 1_000_000_000;

/**
 * The crawler's end of the DevTools protocol. It speaks through sessions only, never to the root of the
 * connection: the root belongs to a guest, so that puppeteer can work in the same browser without the two
 * getting in each other's way.
 */
export class Connection implements Channel {
  readonly closed: Promise<unknown>;
  /** Gets every message that is not for one of our sessions. */
  onForeignMessage?: (message: string) => void;
  readonly #transport: ConnectionTransport;
  readonly #pending = new Map<number, Pending>();
  readonly #sessions = new Map<string, Session>();
  #nextId = firstId;
  #isClosed = false;

  constructor(transport: ConnectionTransport) {
    this.#transport = transport;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.closed = promise;
    transport.onmessage = (message) => this.#receive(message);
    transport.onclose = () => {
      this.#isClosed = true;
      for (const session of [...this.#sessions.values()]) this.#endSession(session.id);
      for (const [id, pending] of this.#pending) this.#fail(id, pending, 'closed', 'the browser is gone');
      resolve(undefined);
    };
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** A session at the browser itself, with its own auto-attach state. */
  async openBrowserSession(): Promise<Session> {
    const { sessionId } = (await this.post('', 'Target.attachToBrowserTarget', {}, 30_000)) as {
      sessionId: string;
    };
    return this.adopt(sessionId);
  }

  /** Makes a session that `Target.attachedToTarget` announced to one of our sessions our own. */
  adopt(sessionId: string): Session {
    const session = new Session(sessionId, this);
    this.#sessions.set(sessionId, session);
    return session;
  }

  /** For a target that crashed: what it was asked will never be answered. */
  abandon(sessionId: string): void {
    this.#endSession(sessionId);
  }

  post(sessionId: string, method: string, params: object, deadlineMs: number): Promise<unknown> {
    if (this.#isClosed) return Promise.reject(new CommandError('closed', method, 'the browser is gone'));
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const timer = setTimeout(() => {
      this.#fail(id, this.#pending.get(id)!, 'deadline', `no answer within ${deadlineMs} ms`);
    }, deadlineMs);
    this.#pending.set(id, { sessionId, method, resolve, reject, timer });
    this.#transport.send(
      JSON.stringify(sessionId ? { id, sessionId, method, params } : { id, method, params }),
    );
    return promise;
  }

  /** Sends a message of a guest as it is. */
  sendForeign(message: string): void {
    this.#transport.send(message);
  }

  close(): void {
    this.#transport.close();
  }

  #receive(text: string): void {
    const message = JSON.parse(text) as Message;
    const session = message.sessionId === undefined ? undefined : this.#sessions.get(message.sessionId);
    if (message.id !== undefined && message.id >= firstId) this.#settle(message.id, message);
    else if (!session) this.onForeignMessage?.(text);
    else if (message.method !== undefined) {
      session.dispatch(message.method, message.params);
      if (message.method === 'Target.detachedFromTarget') {
        this.#endSession((message.params as { sessionId: string }).sessionId);
      }
    }
  }

  #settle(id: number, message: Message): void {
    const pending = this.#pending.get(id);
    // Answers may come after their deadline; nobody waits for them any more.
    if (!pending) return;
    if (message.error) {
      this.#fail(id, pending, 'refused', message.error.message);
      return;
    }
    this.#pending.delete(id);
    clearTimeout(pending.timer);
    pending.resolve(message.result ?? {});
  }

  #fail(id: number, pending: Pending, failure: CommandError['failure'], why: string): void {
    this.#pending.delete(id);
    clearTimeout(pending.timer);
    pending.reject(new CommandError(failure, pending.method, why));
  }

  #endSession(sessionId: string): void {
    this.#sessions.get(sessionId)?.end();
    this.#sessions.delete(sessionId);
    for (const [id, pending] of this.#pending) {
      if (pending.sessionId === sessionId) this.#fail(id, pending, 'closed', 'the target is gone');
    }
  }
}
