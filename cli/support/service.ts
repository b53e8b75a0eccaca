import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { LoadedConfig, ServiceConfig } from '../../server/config/index.ts';
import type { Logger } from '../../server/operations/index.ts';
import type { PipelineContext } from '../../server/pipeline/index.ts';
import type { StoreAddress } from '../../server/store/index.ts';
import type { CommandContext } from './command.ts';
import type { Io } from './io.ts';
import { openPipeline } from './pipeline.ts';
import { version } from './version.ts';

/** Options of every command that runs by the settings of the service. */
export interface ServiceCommandOptions {
  data?: string;
  config?: string;
}

/** Options by name, and the settings that they stand for. */
export type TypedSettings = Readonly<Record<string, string>>;

/** What a command that runs until it is stopped works with: settings, log, store and pipeline. */
export interface OpenedService extends AsyncDisposable {
  config: ServiceConfig;
  address: StoreAddress;
  pipeline: PipelineContext;
  log: Logger;
}

/**
 * The settings in force: what was typed counts most.
 * @throws ScriptwardenError SW_CONFIG_INVALID
 */
export async function loadSettings(
  options: ServiceCommandOptions,
  command: Command,
  io: Io,
  settings: TypedSettings,
): Promise<LoadedConfig> {
  const { loadConfig } = await import('../../server/config/index.ts');
  const typed = new Map<string, unknown>();
  for (const [option, setting] of Object.entries(settings)) {
    // Defaults of the command line must not hide the environment.
    if (command.getOptionValueSource(option) === 'cli') typed.set(setting, command.getOptionValue(option));
  }
  return loadConfig({ env: io.env, cwd: io.cwd, file: options.config, typed });
}

/**
 * Opens everything that a service works with, and makes the command one: it tells of itself in the log, and a fault that
 * nobody foresaw ends it.
 * @throws ScriptwardenError SW_CONFIG_INVALID and what opening the store throws
 */
export async function openService(
  options: ServiceCommandOptions,
  command: Command,
  context: CommandContext,
  settings: TypedSettings,
): Promise<OpenedService> {
  const { io } = context;
  const { config, warnings } = await loadSettings(options, command, io, settings);
  const [{ openStore }, { storeAddressOf }, { lazySecretBox }] = await Promise.all([
    import('../../server/store/index.ts'),
    import('../../server/config/index.ts'),
    import('../../server/access/secrets/index.ts'),
  ]);
  context.runAsService();
  const log = await openLog(config, io);
  await using opened = new AsyncDisposableStack();
  opened.defer(endOnFaults(log));
  opened.defer(endWithNpm(io));
  log.info({ version, node: process.versions.node, process: process.pid }, 'Scriptwarden starts');
  for (const warning of warnings) log.warn(warning);
  const address = storeAddressOf(config);
  const store = await afterTheOneBefore(log, () =>
    openStore(address, { exclusive: true, connections: config.databaseConnections }),
  );
  opened.defer(() => store.close());
  const secrets = lazySecretBox(() => ({ address, secretKey: config.secretKey }));
  const { threads, model } = config.analysis;
  const pipeline = opened.use(
    await openPipeline(
      store,
      address,
      { ...(threads !== null && { workers: threads }), ...(model !== null && { model }) },
      io,
    ),
  );
  const kept = opened.move();
  return {
    config,
    address,
    pipeline: { ...pipeline.context, secrets },
    log,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

async function openLog({ log, ...config }: ServiceConfig, io: Io): Promise<Logger> {
  const [{ createLog }, { secretValues }] = await Promise.all([
    import('../../server/operations/index.ts'),
    import('../../server/config/index.ts'),
  ]);
  return createLog({
    level: log.level,
    format: log.format === 'auto' ? (io.stderr.isTTY ? 'text' : 'json') : log.format,
    secrets: secretValues({ ...config, log }),
    write: io.logRaw,
  });
}

/** What nobody foresaw leaves the process in a state nobody knows: it is told, and the process ends. */
function endOnFaults(log: Logger): () => void {
  const end = (err: unknown): void => {
    log.fatal({ err }, 'unforeseen; the service ends');
    process.exit(4);
  };
  process.on('uncaughtException', end).on('unhandledRejection', end);
  return () => void process.off('uncaughtException', end).off('unhandledRejection', end);
}

/** How long a server may take to make room for the next, in milliseconds. */
const makeRoomMs = 5000;

/** A server that is stopping still holds its folder for a moment: a restart waits for it. */
async function afterTheOneBefore<Result>(log: Logger, open: () => Promise<Result>): Promise<Result> {
  const until = Date.now() + makeRoomMs;
  for (let attempt = 1; ; attempt++) {
    try {
      return await open();
    } catch (error) {
      const isHeld = error instanceof ScriptwardenError && error.code === 'SW_STORE_IN_USE';
      if (!isHeld || Date.now() > until) throw error;
      if (attempt === 1) log.info('another server holds the data folder; waiting for it to end');
      await delay(200);
    }
  }
}

/**
 * npm hands SIGTERM to the shell in between, which dies and leaves this process behind, holding port and data folder. So
 * a service that npm started ends with whoever started it.
 */
function endWithNpm(io: Io): () => void {
  if (io.env.npm_lifecycle_event === undefined) return () => undefined;
  const { ppid } = process;
  const timer = setInterval(() => {
    if (process.ppid === ppid) return;
    clearInterval(timer);
    // A signal to the whole group has come here, too, or is about to: a second one would end this at once.
    setTimeout(() => {
      if (!io.signal.aborted) process.kill(process.pid, 'SIGTERM');
    }, 200);
  }, 100);
  timer.unref();
  return () => clearInterval(timer);
}
