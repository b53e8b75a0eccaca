import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { Store, StoreAddress, StoreOptions } from '../../server/store/index.ts';
import type { Io } from './io.ts';

/** Options of every command that works on the store. */
export interface StoreCommandOptions {
  data?: string;
  format: 'text' | 'jsonl';
}

export function addStoreOptions(command: Command): Command {
  return command
    .option('--data <dir>', 'data folder (default: ./scriptwarden-data, or the database in DATABASE_URL)')
    .addOption(
      new Option('--format <format>', 'what goes to standard output')
        .choices(['text', 'jsonl'])
        .default('text'),
    );
}

/** What was typed counts more than the environment. */
export function storeAddress({ data }: Pick<StoreCommandOptions, 'data'>, io: Io): StoreAddress {
  const databaseUrl = io.env.DATABASE_URL;
  if (data === undefined && databaseUrl) return { databaseUrl };
  return { dataDir: resolve(io.cwd, data ?? 'scriptwarden-data') };
}

/**
 * Opens the store. Only commands that begin a store make one: a mistyped folder must not look like an empty store.
 * @throws ScriptwardenError SW_STORE_NOT_FOUND and what `openStore` throws.
 */
export async function openCliStore(
  options: Pick<StoreCommandOptions, 'data'>,
  io: Io,
  { create = false, ...storeOptions }: StoreOptions & { create?: boolean } = {},
): Promise<{ store: Store; address: StoreAddress } & AsyncDisposable> {
  const { databaseFile, openStore } = await import('../../server/store/index.ts');
  const address = storeAddress(options, io);
  if (!create && 'dataDir' in address && !existsSync(join(address.dataDir, databaseFile))) {
    throw new ScriptwardenError('SW_STORE_NOT_FOUND', {
      message: `There is no store in ${address.dataDir}.`,
      fix: 'Begin one with `scriptwarden sites add SITE.json`, or name its folder with --data.',
    });
  }
  const store = await openStore(address, storeOptions);
  return { store, address, [Symbol.asyncDispose]: () => store.close() };
}
