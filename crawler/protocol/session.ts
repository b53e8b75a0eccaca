import type { ProtocolMapping } from 'devtools-protocol/types/protocol-mapping.js';
import { CommandError } from './command-error.ts';

export type Command = keyof ProtocolMapping.Commands;
export type CommandParams<C extends Command> = ProtocolMapping.Commands[C]['paramsType'][0];
export type CommandResult<C extends Command> = ProtocolMapping.Commands[C]['returnType'];
export type EventName = keyof ProtocolMapping.Events;
export type EventParams<E extends EventName> = ProtocolMapping.Events[E][0];

/** What a session needs of its connection. */
export interface Channel {
  post(sessionId: string, method: string, params: object, deadlineMs: number): Promise<unknown>;
}

/** Commands answer within this many milliseconds or reject; a hung renderer must not hang the crawl. */
export const commandDeadlineMs = 10_000;

type Handler = (params: never) => void;

/** One attachment to one target. Every command has a deadline; after the end every command rejects at once. */
export class Session {
  readonly id: string;
  readonly #channel: Channel;
  readonly #handlers = new Map<string, Handler[]>();
  #isClosed = false;

  constructor(id: string, channel: Channel) {
    this.id = id;
    this.#channel = channel;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** @throws CommandError when the browser refuses, the deadline passes or the target is gone. */
  async send<C extends Command>(
    method: C,
    params: CommandParams<C> = {},
    deadlineMs = commandDeadlineMs,
  ): Promise<CommandResult<C>> {
    if (this.#isClosed) throw new CommandError('closed', method, 'the target is gone');
    return (await this.#channel.post(this.id, method, params, deadlineMs)) as CommandResult<C>;
  }

  on<E extends EventName>(event: E, handler: (params: EventParams<E>) => void): void {
    const handlers = this.#handlers.get(event);
    if (handlers) handlers.push(handler);
    else this.#handlers.set(event, [handler]);
  }

  /** For the connection only: hands on an event of this session. */
  dispatch(event: string, params: unknown): void {
    for (const handler of this.#handlers.get(event) ?? []) handler(params as never);
  }

  /** For the connection only: from now on every command rejects. */
  end(): void {
    this.#isClosed = true;
  }
}
