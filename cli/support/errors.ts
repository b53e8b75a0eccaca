import { CommanderError } from 'commander';
import { escapeForTerminal } from '../../core/encoding/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { ExitStatus } from './exit-status.ts';
import { version } from './version.ts';

/**
 * An error as the user meets it: what broke which rule, the way out and the stable code; one line of JSON when the caller
 * asked for JSON. A fault of ours also shows its stack: that is what a report needs.
 */
export function describeError(error: unknown, asJson: boolean): string {
  const known = asScriptwardenError(error);
  if (asJson) {
    return JSON.stringify({ error: { code: known.code, message: known.message, fix: known.fix } });
  }
  const lines = [`error: ${escapeLines(known.message)} [${known.code}]`, `  fix: ${escapeLines(known.fix)}`];
  if (known.code === 'SW_INTERNAL' && known.cause instanceof Error && known.cause.stack) {
    lines.push(escapeLines(known.cause.stack));
  }
  return lines.join('\n');
}

/** The exit status an error leads to. */
export function statusOfError(error: unknown): ExitStatus {
  return asScriptwardenError(error).exitStatus as ExitStatus;
}

/** Whether commander stopped because it had printed help or the version, as asked. */
export function isHelpShown(error: unknown): boolean {
  return error instanceof CommanderError && error.exitCode === 0;
}

function asScriptwardenError(error: unknown): ScriptwardenError {
  if (error instanceof ScriptwardenError) return error;
  if (error instanceof CommanderError) {
    return new ScriptwardenError('SW_USAGE', {
      message: error.code === 'commander.help' ? 'No command was given.' : sentence(error.message),
      fix: 'Run scriptwarden --help, or --help after a command, to see what it takes.',
      cause: error,
    });
  }
  return new ScriptwardenError('SW_INTERNAL', {
    message: `Unexpected: ${error instanceof Error ? error.message : String(error)}`,
    fix: `Please report this with what you ran and the version, ${version}.`,
    cause: error,
  });
}

/** `error: unknown option '--x'` → `Unknown option '--x'.` */
function sentence(message: string): string {
  const text = message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?)]$/.test(text) ? '' : '.');
}

function escapeLines(text: string): string {
  return text.split('\n').map(escapeForTerminal).join('\n');
}
