import type { Command } from 'commander';
import type { Resealed } from '../server/access/index.ts';
import type { CliCommand, CommandContext } from './support/command.ts';
import type { ExitStatus } from './support/exit-status.ts';
import type { Io } from './support/io.ts';
import { addStoreOptions, openCliStore, type StoreCommandOptions } from './support/store.ts';

/** `secrets`: the key that stored secrets are encrypted with. */
export const secrets = {
  name: 'secrets',
  add(program, context) {
    const command = program
      .command('secrets')
      .description('the key that encrypts stored secrets: replace it, or go on without');
    addSecretsCommands(command, context);
  },
} satisfies CliCommand;

function addSecretsCommands(command: Command, { io, finish }: CommandContext): void {
  addStoreOptions(
    command
      .command('rotate')
      .description('encrypt every stored secret with the newest key of SCRIPTWARDEN_SECRET_KEY ("NEW,OLD")'),
  ).action(async (options: StoreCommandOptions) => finish(await run(options, io, true)));
  addStoreOptions(
    command
      .command('adopt')
      .description('go on with the present key when the former one is lost; secrets must be entered again'),
  ).action(async (options: StoreCommandOptions) => finish(await run(options, io, false)));
}

async function run(options: StoreCommandOptions, io: Io, mustKnow: boolean): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { store, address } = opened;
  const [access, { loadConfig }] = await Promise.all([
    import('../server/access/index.ts'),
    import('../server/config/index.ts'),
  ]);
  const box = access.openSecretBox({ address, secretKey: loadConfig(io).config.secretKey });
  const at = Date.now();
  if (mustKnow) await access.checkSecretKey(store, box, at);
  const result = await access.resealAll(store, box);
  await access.adoptKey(store, box, at);
  const action = mustKnow ? 'secrets.rotate' : 'secrets.adopt';
  await access.auditAs(store.db, access.commandLine, { action, detail: { ...result } }, { at });
  await write(result, options, io);
  return result.unreadable.length === 0 ? 0 : 3;
}

async function write(result: Resealed, { format }: StoreCommandOptions, io: Io): Promise<void> {
  if (format === 'jsonl') {
    await io.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const { escapeForTerminal } = await import('../core/encoding/index.ts');
  await io.write(`Secrets under the present key: ${result.current} sites and channels.\n`);
  for (const what of result.unreadable)
    await io.write(`Enter again: the secrets of ${escapeForTerminal(what)}\n`);
}
