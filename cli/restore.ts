import { resolve } from 'node:path';
import type { CliCommand } from './support/command.ts';
import type { ExitStatus } from './support/exit-status.ts';
import type { Io } from './support/io.ts';
import { addStoreOptions, storeAddress, type StoreCommandOptions } from './support/store.ts';

/** `restore`: a new store from a backup. */
export const restore = {
  name: 'restore',
  add(program, { io, finish }) {
    const command = program
      .command('restore')
      .description('make a new store from a backup; one that exists is never overwritten')
      .argument('<file>', 'a file that `backup` wrote');
    addStoreOptions(command).action(async (file: string, options: StoreCommandOptions) =>
      finish(await runCommand(resolve(io.cwd, file), options, io)),
    );
  },
} satisfies CliCommand;

async function runCommand(file: string, options: StoreCommandOptions, io: Io): Promise<ExitStatus> {
  const { restoreStore } = await import('../server/store/index.ts');
  const address = storeAddress(options, io);
  await restoreStore(address, file);
  const where = 'dataDir' in address ? address.dataDir : 'the database of DATABASE_URL';
  await io.write(options.format === 'jsonl' ? `${JSON.stringify({ file })}\n` : `Restored into ${where}\n`);
  return 0;
}
