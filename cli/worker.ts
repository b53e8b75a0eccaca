import { once } from 'node:events';
import { InvalidArgumentError, type Command } from 'commander';
import type { Deliveries } from '../server/alerts/index.ts';
import type { ServiceConfig } from '../server/config/index.ts';
import type { Logger } from '../server/operations/index.ts';
import type { PipelineContext } from '../server/pipeline/index.ts';
import type { CliCommand, CommandContext } from './support/command.ts';
import type { Io } from './support/io.ts';
import { wholeNumber } from './support/options.ts';
import { openService, type ServiceCommandOptions } from './support/service.ts';

interface Options extends ServiceCommandOptions {
  concurrency?: number;
  workers?: number;
}

/** `worker`: crawls what schedules ask for and what is queued and sends alerts, until stopped. */
export const worker = {
  name: 'worker',
  add(program, context) {
    program
      .command('worker')
      .description('crawl what is scheduled and queued, until stopped; any number of them on PostgreSQL')
      .option('--data <dir>', 'data folder (default: ./scriptwarden-data, or the database in DATABASE_URL)')
      .option('--config <file>', 'settings in one JSON file (default: the one in SCRIPTWARDEN_CONFIG)')
      .option('--concurrency <n>', 'crawls at a time (default: 2)', wholeNumber)
      .option('--workers <n>', 'analysis threads (default: one per processor, four at most)', wholeNumber)
      .option('--format <format>', 'the log: text or jsonl (default: text on a terminal)', logFormat)
      .action((options: Options, command: Command) => runCommand(options, command, context));
  },
} satisfies CliCommand;

async function runCommand(options: Options, command: Command, context: CommandContext): Promise<void> {
  const { io, finish } = context;
  await using opened = await openService(options, command, context, {
    data: 'dataDir',
    concurrency: 'crawls.concurrency',
    workers: 'analysis.threads',
    format: 'log.format',
  });
  await crawlUntilStopped(opened, io);
  finish(0);
}

async function crawlUntilStopped(
  { config, address, pipeline, log }: Awaited<ReturnType<typeof openService>>,
  io: Io,
): Promise<void> {
  const [{ openQueue, startWorker }, { workerOptions }] = await Promise.all([
    import('../server/jobs/index.ts'),
    import('../server/operations/index.ts'),
  ]);
  const onError = (err: unknown): void => log.error({ err }, 'something failed');
  const queue = await openQueue(pipeline.store, address, onError);
  const deliveries = await startDelivering(config, pipeline, log);
  try {
    const running = await startWorker(pipeline, queue, workerOptions(config, log, onError));
    log.info({ process: process.pid }, 'the worker is ready');
    if (!io.signal.aborted) await once(io.signal, 'abort');
    log.info('the worker stops; a second signal ends it at once');
    await running.stop();
  } finally {
    await deliveries?.stop();
    await queue.close();
  }
}

/** Sends alerts as the service does. Without its key it could not sign them, and leaves them to those who can. */
async function startDelivering(
  config: ServiceConfig,
  pipeline: PipelineContext,
  log: Logger,
): Promise<Deliveries | null> {
  const [{ startDeliveries }, { checkSecretKey }] = await Promise.all([
    import('../server/alerts/index.ts'),
    import('../server/access/index.ts'),
  ]);
  try {
    await checkSecretKey(pipeline.store, pipeline.secrets, pipeline.now());
  } catch (err) {
    log.warn({ err }, 'this worker sends no alerts: it lacks the key of the stored secrets');
    return null;
  }
  const onError = (err: unknown): void => log.error({ err, part: 'deliveries' }, 'something failed');
  return startDeliveries({ ...pipeline, config }, { onError });
}

function logFormat(text: string): 'text' | 'json' {
  if (text === 'text') return 'text';
  if (text === 'jsonl') return 'json';
  throw new InvalidArgumentError('It must be text or jsonl.');
}
