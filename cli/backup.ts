import { join, resolve } from 'node:path';
import { checkBackupFile } from './support/backup-file.ts';
import type { CliCommand } from './support/command.ts';
import type { ExitStatus } from './support/exit-status.ts';
import type { Io } from './support/io.ts';
import { addStoreOptions, openCliStore, type StoreCommandOptions } from './support/store.ts';

interface Options extends StoreCommandOptions {
  portable?: true;
}

/** `backup`: the whole store in one file, while it is in use. */
export const backup = {
  name: 'backup',
  add(program, { io, finish }) {
    const command = program
      .command('backup')
      .description('write the whole store to one file, while it is in use')
      .argument('<file>', 'where to write it')
      .option('--portable', 'in the form that either database can be restored from');
    addStoreOptions(command).action(async (file: string, options: Options) =>
      finish(await runCommand(resolve(io.cwd, file), options, io)),
    );
  },
} satisfies CliCommand;

async function runCommand(file: string, options: Options, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { backupStore, databaseFile, exportStore } = await import('../server/store/index.ts');
  const { address } = opened;
  await checkBackupFile(file, 'dataDir' in address ? join(address.dataDir, databaseFile) : null);
  if (options.portable) await exportStore(opened.store, file);
  else await backupStore(opened.store, file);
  await io.write(
    options.format === 'jsonl' ? `${JSON.stringify({ file })}\n` : `Backup written to ${file}\n`,
  );
  return 0;
}
