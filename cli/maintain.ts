import type { CliCommand } from './support/command.ts';
import { describeError } from './support/errors.ts';
import type { ExitStatus } from './support/exit-status.ts';
import type { Io } from './support/io.ts';
import { writeList } from './support/lists.ts';
import { addStoreOptions, openCliStore, type StoreCommandOptions } from './support/store.ts';

interface ChoreShown {
  chore: string;
  done: boolean;
  error: string | null;
}

/** `maintain`: what workers do once a day, now. */
export const maintain = {
  name: 'maintain',
  add(program, { io, finish }) {
    const command = program
      .command('maintain')
      .description('do now what workers do once a day: apply retention, and the like');
    addStoreOptions(command).action(async (options: StoreCommandOptions) =>
      finish(await runCommand(options, io)),
    );
  },
} satisfies CliCommand;

async function runCommand(options: StoreCommandOptions, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const [{ choresOf, doChores }, { loadConfig }] = await Promise.all([
    import('../server/jobs/chores.ts'),
    import('../server/config/index.ts'),
  ]);
  const shown: ChoreShown[] = [];
  for (const chore of choresOf(loadConfig(io).config.retention)) {
    try {
      await doChores({ store: opened.store, now: Date.now() }, [chore]);
      shown.push({ chore: chore.name, done: true, error: null });
    } catch (error) {
      io.log(describeError(error, options.format === 'jsonl'));
      shown.push({
        chore: chore.name,
        done: false,
        error: error instanceof Error ? error.message : String(error),
      });
    }
  }
  await writeList(
    shown,
    {
      columns: [{ title: 'chore' }, { title: 'outcome', grow: 1 }],
      row: ({ chore, error }) => [{ text: chore }, { text: error ?? 'done' }],
      empty: 'Nothing to do.',
    },
    options,
    io,
  );
  return shown.every(({ done }) => done) ? 0 : 4;
}
