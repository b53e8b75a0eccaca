import { once } from 'node:events';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { LoadedConfig } from '../server/config/index.ts';
import type { Logger } from '../server/operations/index.ts';
import type { CliCommand, CommandContext } from './support/command.ts';
import type { Io } from './support/io.ts';
import { openPipeline } from './support/pipeline.ts';
import { version } from './support/version.ts';

interface Options {
  host?: string;
  port?: number;
  data?: string;
  config?: string;
  worker: boolean;
  printConfig?: true;
}

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
      .action((options: Options, command: Command) => runCommand(options, command, context));
  },
} satisfies CliCommand;

async function runCommand(options: Options, command: Command, context: CommandContext): Promise<void> {
  const { io, finish } = context;
  const { loadConfig, showConfig } = await import('../server/config/index.ts');
  const loaded = loadConfig({
    env: io.env,
    cwd: io.cwd,
    file: options.config,
    typed: typedSettings(options, command),
  });
  if (options.printConfig) {
    await io.write(`${showConfig(loaded.config)}\n`);
    finish(0);
    return;
  }
  context.runAsService();
  const log = await openLog(loaded, io);
  const stopWatching = endOnFaults(log);
  try {
    await runService(loaded, log, io);
    finish(0);
  } finally {
    stopWatching();
  }
}

/** Only what was typed: defaults of the command line must not hide the environment. */
function typedSettings(options: Options, command: Command): Map<string, unknown> {
  const typed = new Map<string, unknown>();
  const names = { host: 'host', port: 'port', data: 'dataDir', worker: 'worker' } as const;
  for (const [option, setting] of Object.entries(names)) {
    if (command.getOptionValueSource(option) === 'cli')
      typed.set(setting, options[option as keyof typeof names]);
  }
  return typed;
}

async function openLog({ config }: LoadedConfig, io: Io): Promise<Logger> {
  const [{ createLog }, { secretValues }] = await Promise.all([
    import('../server/operations/index.ts'),
    import('../server/config/index.ts'),
  ]);
  const { level, format } = config.log;
  return createLog({
    level,
    format: format === 'auto' ? (io.stderr.isTTY ? 'text' : 'json') : format,
    secrets: secretValues(config),
    write: io.logRaw,
  });
}

async function runService({ config, warnings }: LoadedConfig, log: Logger, io: Io): Promise<void> {
  const [{ startService }, { openStore }, { storeAddressOf }, { openSecretBox }] = await Promise.all([
    import('../server/operations/index.ts'),
    import('../server/store/index.ts'),
    import('../server/config/index.ts'),
    import('../server/access/secrets/index.ts'),
  ]);
  log.info({ version, node: process.versions.node, process: process.pid }, 'Scriptwarden starts');
  for (const warning of warnings) log.warn(warning);
  const address = storeAddressOf(config);
  await using store = await openStore(address, {
    exclusive: true,
    connections: config.databaseConnections,
  }).then((opened) => Object.assign(opened, { [Symbol.asyncDispose]: () => opened.close() }));
  const { threads, model } = config.analysis;
  await using pipeline = await openPipeline(
    store,
    address,
    { ...(threads !== null && { workers: threads }), ...(model !== null && { model }) },
    io,
  );
  // Made or read now: a service that finds out later that it has no key has lost what it was told.
  const secrets = openSecretBox({ address, secretKey: config.secretKey });
  const service = await startService({
    config,
    pipeline: { ...pipeline.context, secrets, allowNetworks: () => config.allowNetworks },
    log,
    version,
  });
  log.info({ url: service.url }, 'Scriptwarden is ready');
  await io.write(`Scriptwarden listens on ${service.url}/\n`);
  if (service.setUpLink !== null) {
    await io.write(`Make the first administrator, within a day: ${service.setUpLink}\n`);
  }
  if (!io.signal.aborted) await once(io.signal, 'abort');
  log.info('Scriptwarden stops; a second signal ends it at once');
  await service.stop();
  log.info('Scriptwarden has stopped');
}

/** What nobody foresaw leaves the process in a state nobody knows: it is told, and the process ends. */
function endOnFaults(log: Logger): () => void {
  const end = (err: unknown): void => {
    log.fatal({ err }, 'unforeseen; the service ends');
    process.exit(4);
  };
  process.on('uncaughtException', end).on('unhandledRejection', end);
  return () => process.off('uncaughtException', end).off('unhandledRejection', end);
}

function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
}
