import { Option } from 'commander';
import { ScriptwardenError } from '../core/errors/index.ts';
import {
  changeKinds,
  severities,
  type Change,
  type ChangeKind,
  type Severity,
} from '../core/schema/index.ts';
import { writeChanges } from './support/changes.ts';
import type { CliCommand } from './support/command.ts';
import type { ExitStatus } from './support/exit-status.ts';
import type { Io } from './support/io.ts';
import { addStoreOptions, openCliStore, type StoreCommandOptions } from './support/store.ts';

interface Options extends StoreCommandOptions {
  site?: string;
  since?: string;
  severity?: Severity;
  kind?: ChangeKind;
}

/** `changes`: what differed between crawls, and why it matters. */
export const changes = {
  name: 'changes',
  add(program, { io, finish }) {
    const command = program
      .command('changes')
      .description('what changed between crawls, newest first, with severity and reason');
    addStoreOptions(command)
      .option('--site <name>', 'name or id of the site (default: every site)')
      .option('--since <crawl>', 'only changes after this crawl (its id) or time (RFC 3339)')
      .addOption(new Option('--severity <severity>', 'mildest severity shown').choices(severities))
      .addOption(new Option('--kind <kind>', 'only changes of this kind').choices(changeKinds))
      .action(async (options: Options) => finish(await runCommand(options, io)));
  },
} satisfies CliCommand;

async function runCommand(options: Options, io: Io): Promise<ExitStatus> {
  const since = sinceOf(options.since);
  await using opened = await openCliStore(options, io);
  const { findCrawl, findSite, listChanges } = await import('../server/store/index.ts');
  const { db } = opened.store;
  // A crawl that is not there is a mistake, not an empty answer.
  if ('sinceCrawl' in since) await findCrawl(db, since.sinceCrawl);
  const filter = {
    ...(options.site !== undefined && { siteId: (await findSite(db, options.site)).id }),
    ...since,
    ...(options.severity !== undefined && { minSeverity: options.severity }),
    ...(options.kind !== undefined && { kinds: [options.kind] }),
    limit: 1000,
  };
  const found: Change[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const page = await listChanges(db, { ...filter, ...(after !== undefined && { after }) });
    found.push(...page.items);
    after = page.next;
  }
  await writeChanges(found, options, io);
  return 0;
}

function sinceOf(since: string | undefined): { sinceCrawl: number } | { sinceTime: number } | object {
  if (since === undefined) return {};
  if (/^\d+$/.test(since)) return { sinceCrawl: Number(since) };
  const time = Date.parse(since);
  if (!Number.isNaN(time)) return { sinceTime: time };
  throw new ScriptwardenError('SW_USAGE', {
    message: `--since "${since}" is neither the id of a crawl nor a time.`,
    fix: 'Give the id of a crawl (`scriptwarden crawls` lists them), or a time such as 2026-03-01T00:00:00Z.',
  });
}
