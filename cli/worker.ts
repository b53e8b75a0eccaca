import { once } from 'node:events';
import type { CliCommand } from './support/command.ts';
import { describeError } from './support/errors.ts';
import type { ExitStatus } from './support/exit-status.ts';
import type { Io } from './support/io.ts';
import { wholeNumber } from './support/options.ts';
import { openPipeline, type PipelineCommandOptions } from './support/pipeline.ts';
import { addStoreOptions, openCliStore, type StoreCommandOptions } from './support/store.ts';

interface Options extends StoreCommandOptions, PipelineCommandOptions {
  concurrency: number;
}

/** `worker`: crawls what schedules ask for and what is queued, until stopped. */
export const worker = {
  name: 'worker',
  add(program, { io, finish }) {
    const command = program
      .command('worker')
      .description('crawl what is scheduled and queued, until stopped; any number of them on PostgreSQL');
    addStoreOptions(command)
      .option('--concurrency <n>', 'crawls at a time', wholeNumber, 2)
      .option('--workers <n>', 'analysis threads (default: one per processor)', wholeNumber)
      .action(async (options: Options) => finish(await runCommand(options, io)));
  },
} satisfies CliCommand;

async function runCommand(options: Options, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io, { exclusive: true, create: true });
  const { store, address } = opened;
  await using pipeline = await openPipeline(store, address, options, io);
  const { openQueue, startWorker } = await import('../server/jobs/index.ts');
  const logError = (error: unknown): void => io.log(describeError(error, options.format === 'jsonl'));
  const queue = await openQueue(store, address, logError);
  try {
    const running = await startWorker(pipeline.context, queue, {
      concurrency: options.concurrency,
      onError: logError,
      onProgress: (crawl, progress) => {
        if (progress.event === 'stage') io.log(`crawl ${crawl}: ${progress.stage}`);
      },
    });
    io.log(`worker ${process.pid} is ready`);
    if (!io.signal.aborted) await once(io.signal, 'abort');
    await running.stop();
  } finally {
    await queue.close();
  }
  return 0;
}
