import type { Command } from 'commander';
import type { ExitStatus } from './exit-status.ts';
import type { Io } from './io.ts';

/** One command of the command line; each is a file in cli/ and a line in cli/index.ts. */
export interface CliCommand {
  readonly name: string;
  /** Declares arguments and options and, when the command is the one called, runs it. */
  readonly add: (program: Command, context: CommandContext) => void;
}

export interface CommandContext {
  readonly io: Io;
  /** Keeps the exit status the command ends with. */
  readonly finish: (status: ExitStatus) => void;
  /**
   * Says that the command runs until it is stopped: a signal is then the usual end, told by the command itself, and
   * SIGTERM, which service managers send, leaves the status it finishes with.
   */
  readonly runAsService: () => void;
}
