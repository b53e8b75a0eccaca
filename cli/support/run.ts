import type { CliCommand } from './command.ts';
import { describeError, isHelpShown, statusOfError } from './errors.ts';
import { decisiveStatus, type ExitStatus } from './exit-status.ts';
import { callerFolder, type Io } from './io.ts';
import { createProgram } from './program.ts';

/** Runs the command line of a process and returns the status to exit with, once everything written has gone out. */
export async function run(commands: readonly CliCommand[], host: NodeJS.Process): Promise<ExitStatus> {
  const stop = new AbortController();
  const statuses: ExitStatus[] = [];
  let isService = false;
  stopOnSignals(host, stop, (signal) => {
    if (!isService || signal !== 'SIGTERM') statuses.push(130);
    if (!isService) host.stderr.write('\nstopping with what there is; again to stop at once\n');
  });
  // A reader that has seen enough (`| head`) ends the work, not the process: the browser must still be closed.
  host.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') host.stderr.write(`error: standard output: ${error.message}\n`);
    stop.abort();
  });
  host.stderr.on('error', () => undefined);
  const io = processIo(host, stop.signal);
  const args = host.argv.slice(2);
  try {
    const context = {
      io,
      finish: (status: ExitStatus) => void statuses.push(status),
      runAsService: () => void (isService = true),
    };
    const program = createProgram(commands, context, { out: (text) => host.stdout.write(text) });
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!isHelpShown(error)) {
      io.log(describeError(error, wantsJson(args)));
      statuses.push(statusOfError(error));
    }
  }
  await io.write('');
  return decisiveStatus(statuses);
}

function processIo(host: NodeJS.Process, signal: AbortSignal): Io {
  return {
    write: (text) =>
      new Promise((resolve) => {
        if (host.stdout.destroyed || host.stdout.writableEnded) resolve();
        else host.stdout.write(text, () => resolve());
      }),
    log: (line) => void host.stderr.write(`${line}\n`),
    logRaw: (text) => void host.stderr.write(text),
    stdin: host.stdin,
    env: host.env,
    cwd: callerFolder(host.cwd(), host.env),
    signal,
    stdout: host.stdout,
    stderr: host.stderr,
  };
}

/** The first Ctrl-C asks to stop with what there is; the second does not wait. */
function stopOnSignals(
  host: NodeJS.Process,
  stop: AbortController,
  onStop: (signal: NodeJS.Signals) => void,
): void {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    host.on(name, () => {
      if (stop.signal.aborted) host.exit(130);
      onStop(name);
      stop.abort();
    });
  }
}

/** Whether errors are wanted as JSON, found out before the arguments are known to be right. */
function wantsJson(args: readonly string[]): boolean {
  const format = args.flatMap((arg, index) =>
    arg === '--format'
      ? [args[index + 1]]
      : arg.startsWith('--format=')
        ? [arg.slice('--format='.length)]
        : [],
  );
  return format.at(-1) === 'json' || format.at(-1) === 'jsonl';
}
