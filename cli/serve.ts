import { once } from 'node:events';
import { InvalidArgumentError, type Command } from 'commander';
import type { CliCommand, CommandContext } from './support/command.ts';
import { loadSettings, openService, type ServiceCommandOptions } from './support/service.ts';
import { version } from './support/version.ts';

interface Options extends ServiceCommandOptions {
  host?: string;
  port?: number;
  worker: boolean;
  printConfig?: true;
}

/** Options that stand for a setting. */
const settings = { host: 'host', port: 'port', data: 'dataDir', worker: 'worker' };

/** `serve`: the service, until it is stopped. */
export const serve = {
  name: 'serve',
  add(program, context) {
    program
      .command('serve')
      .description('run the service: API, schedules, alerts, uploads; until stopped')
      .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
      .option('--port <n>', 'port to listen on, 0 for a free one (default: 8080)', portNumber)
      .option('--data <dir>', 'data folder (default: ./scriptwarden-data, or the database in DATABASE_URL)')
      .option('--config <file>', 'settings in one JSON file (default: the one in SCRIPTWARDEN_CONFIG)')
      .option('--no-worker', 'crawl nothing here; other processes do')
      .option('--print-config', 'print the settings in force, without secrets, and end')
      .action((options: Options, command: Command) =>
        options.printConfig ? printConfig(options, command, context) : runCommand(options, command, context),
      );
  },
} satisfies CliCommand;

async function printConfig(
  options: Options,
  command: Command,
  { io, finish }: CommandContext,
): Promise<void> {
  const { showConfig } = await import('../server/config/index.ts');
  const { config } = await loadSettings(options, command, io, settings);
  await io.write(`${showConfig(config)}\n`);
  finish(0);
}

async function runCommand(options: Options, command: Command, context: CommandContext): Promise<void> {
  const { io, finish } = context;
  await using opened = await openService(options, command, context, settings);
  const { config, pipeline, log } = opened;
  const { startService } = await import('../server/operations/index.ts');
  const service = await startService({ config, pipeline, log, version });
  log.info({ url: service.url }, 'Scriptwarden is ready');
  // Not to the log: the link is a secret.
  await io.write(`Scriptwarden listens on ${service.url}/\n`);
  if (service.setUpLink !== null) {
    await io.write(`Make the first administrator, within a day: ${service.setUpLink}\n`);
  }
  if (!io.signal.aborted) await once(io.signal, 'abort');
  log.info('Scriptwarden stops; a second signal ends it at once');
  await service.stop();
  log.info('Scriptwarden has stopped');
  finish(0);
}

function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
}
