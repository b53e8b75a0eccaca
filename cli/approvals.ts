import { writeApprovals } from './support/approvals.ts';
import type { CliCommand } from './support/command.ts';
import type { ExitStatus } from './support/exit-status.ts';
import type { Io } from './support/io.ts';
import { wholeNumber } from './support/options.ts';
import { addStoreOptions, openCliStore, type StoreCommandOptions } from './support/store.ts';

interface Options extends StoreCommandOptions {
  site?: string;
  end?: number;
  reason?: string;
}

/** `approvals`: the decisions in force; ends one. */
export const approvals = {
  name: 'approvals',
  add(program, { io, finish }) {
    const command = program.command('approvals').description('the decisions in force, and how to end one');
    addStoreOptions(command)
      .option('--site <name>', 'those that count for this site (default: all)')
      .option('--end <id>', 'end this decision before its time', wholeNumber)
      .option('--reason <text>', 'why it ends (default: withdrawn)')
      .action(async (options: Options) => finish(await runCommand(options, io)));
  },
} satisfies CliCommand;

async function runCommand(options: Options, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { activeApprovals, endApproval, findSite } = await import('../server/store/index.ts');
  const { db } = opened.store;
  if (options.end !== undefined) await endApproval(db, options.end, options.reason ?? 'withdrawn');
  const siteId = options.site === undefined ? undefined : (await findSite(db, options.site)).id;
  await writeApprovals(await activeApprovals(db, siteId === undefined ? {} : { siteId }), options, io);
  return 0;
}
