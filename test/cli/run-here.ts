import { EventEmitter } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { commands } from '../../cli/index.ts';
import { run } from '../../cli/support/run.ts';
import type { CliResult } from './run-cli.ts';

/** Runs the command line inside this process: what `runCli` does, without the cost of a process. */
export async function runHere(
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string> },
): Promise<CliResult> {
  const out = new Sink();
  const err = new Sink();
  const host = Object.assign(new EventEmitter(), {
    argv: ['node', 'scriptwarden', ...args],
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    cwd: () => options.cwd,
    stdin: Readable.from([]),
    stdout: out,
    stderr: err,
  });
  const status = await run(commands, host as unknown as NodeJS.Process);
  return { status, stdout: out.text, stderr: err.text };
}

class Sink extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
