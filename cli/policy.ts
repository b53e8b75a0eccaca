import { Option } from 'commander';
import type { CliCommand } from './support/command.ts';
import type { ExitStatus } from './support/exit-status.ts';
import type { Io } from './support/io.ts';
import { toJson } from './support/report-writer.ts';
import { openCliStore } from './support/store.ts';

interface Options {
  site: string;
  visitors?: true;
  publicUrl?: string;
  data?: string;
  format: 'text' | 'json';
}

/** `policy`: a content security policy and integrity attributes for a site, from what its crawls saw. */
export const policy = {
  name: 'policy',
  add(program, { io, finish }) {
    program
      .command('policy')
      .description('suggest a content security policy and integrity attributes from what crawls saw')
      .requiredOption('--site <name>', 'name or id of the site')
      .option('--visitors', 'also what visitors in several networks reported')
      .option('--public-url <url>', 'where browsers reach the service (default: SCRIPTWARDEN_PUBLIC_URL)')
      .option('--data <dir>', 'data folder (default: ./scriptwarden-data, or the database in DATABASE_URL)')
      .addOption(
        new Option('--format <format>', 'what goes to standard output')
          .choices(['text', 'json'])
          .default('text'),
      )
      .action(async (options: Options) => finish(await runCommand(options, io)));
  },
} satisfies CliCommand;

async function runCommand(options: Options, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { findSite } = await import('../server/store/index.ts');
  const { policyOfSite, renderPolicy } = await import('../server/visitors/policy/index.ts');
  const site = await findSite(opened.store.db, options.site);
  const suggestion = await policyOfSite(opened.store, site.id, {
    visitors: options.visitors ?? false,
    publicUrl: publicUrlOf(options, io),
    now: Date.now(),
  });
  await io.write(options.format === 'json' ? toJson(suggestion) : renderPolicy(suggestion));
  return 0;
}

/** A placeholder says more than a loopback address that no visitor reaches. */
function publicUrlOf({ publicUrl }: Options, { env }: Io): string {
  const given = publicUrl ?? env.SCRIPTWARDEN_PUBLIC_URL;
  return given === undefined || given === '' ? 'https://YOUR-SCRIPTWARDEN' : given.replace(/\/$/, '');
}
