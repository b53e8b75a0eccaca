export { CommandError, type CommandFailure } from './command-error.ts';
export { Connection } from './connection.ts';
export { GuestTransport } from './guest.ts';
export { PipeTransport } from './pipe.ts';
export { commandDeadlineMs, Session, type EventParams } from './session.ts';
