import { Command } from 'commander';
import type { CliCommand, CommandContext } from './command.ts';
import { version } from './version.ts';

/** The whole command line. Throws commander's errors instead of ending the process. */
export function createProgram(
  commands: readonly CliCommand[],
  context: CommandContext,
  write: { out: (text: string) => void },
): Command {
  const program = new Command('scriptwarden')
    .description(
      "Tells which scripts run in your site's visitors' browsers, whether any is malicious, and why.",
    )
    .version(version)
    .showSuggestionAfterError()
    // Usage errors are printed once, by us, with code and fix. Commands made later inherit both settings.
    .configureOutput({ writeOut: write.out, writeErr: () => undefined })
    .exitOverride()
    .addHelpText('after', helpFooter);
  for (const command of commands) command.add(program, context);
  return program;
}

const helpFooter = `
Exit codes: 0 nothing found, 1 findings, 2 wrong use, 3 incomplete, 4 internal error or something missing, 130 Ctrl-C.`;
