import { Option } from 'commander';
import { verdicts, type Verdict } from '../core/schema/index.ts';
import type { CliCommand } from './support/command.ts';
import type { ExitStatus } from './support/exit-status.ts';
import type { Io } from './support/io.ts';
import { shortTime, timeOf, verdictCell, writeList } from './support/lists.ts';
import { scriptShown, type ScriptShown } from './support/shown.ts';
import { addStoreOptions, openCliStore, type StoreCommandOptions } from './support/store.ts';

interface Options extends StoreCommandOptions {
  site?: string;
  host?: string;
  verdict?: Verdict;
  search?: string;
}

/** `scripts`: what a site runs, worst first, and the history of one script. */
export const scripts = {
  name: 'scripts',
  add(program, { io, finish }) {
    const command = program
      .command('scripts')
      .description('the scripts of a site, worst first; `show` tells the history of one');
    addStoreOptions(command)
      .option('--site <name>', 'name or id of the site')
      .option('--host <host>', 'only scripts from this host')
      .addOption(new Option('--verdict <verdict>', 'only scripts judged so').choices(verdicts))
      .option('--search <text>', 'only scripts whose address or place contains this')
      .action(async (options: Options) => finish(await list(options, io)));
    command
      .command('show')
      .description('every version of a script, newest first')
      .argument('<id>', 'id of the script')
      .action(async (id: string) => finish(await show(id, command.opts<Options>(), io)));
  },
} satisfies CliCommand;

async function list(options: Options, io: Io): Promise<ExitStatus> {
  if (options.site === undefined) throw await missingSite();
  await using opened = await openCliStore(options, io);
  const { findSite, listScripts } = await import('../server/store/index.ts');
  const { db } = opened.store;
  const site = await findSite(db, options.site);
  const filter = {
    siteId: site.id,
    ...(options.host !== undefined && { host: options.host }),
    ...(options.verdict !== undefined && { verdicts: [options.verdict] }),
    ...(options.search !== undefined && { search: options.search }),
    limit: 1000,
  };
  const found: ScriptShown[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const page = await listScripts(db, { ...filter, ...(after !== undefined && { after }) });
    found.push(...page.items.map(scriptShown));
    after = page.next;
  }
  await writeScripts(found, options, io);
  return 0;
}

async function writeScripts(found: readonly ScriptShown[], options: Options, io: Io): Promise<void> {
  await writeList(
    found,
    {
      columns: [
        { title: 'id', align: 'right' },
        { title: 'verdict' },
        { title: 'score', align: 'right' },
        { title: 'script', grow: 1 },
        { title: 'pages', align: 'right' },
        { title: 'versions', align: 'right' },
        { title: 'status' },
        { title: 'last seen' },
      ],
      row: (script, style) => [
        { text: script.id },
        verdictCell(script.verdict, style),
        { text: script.scores.integrity === null ? '-' : String(script.scores.integrity) },
        { text: script.url ?? script.label },
        { text: String(script.pages) },
        { text: String(script.versions) },
        { text: script.status },
        { text: shortTime(script.lastSeenAt) },
      ],
      empty: 'No scripts.',
    },
    options,
    io,
  );
}

async function show(id: string, options: Options, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { findScript, scriptHistory } = await import('../server/store/index.ts');
  const { db } = opened.store;
  const script = await findScript(db, Number.isSafeInteger(Number(id)) ? Number(id) : 0);
  const { items } = await scriptHistory(db, script.id, { limit: 1000 });
  if (options.format === 'text') await writeScripts([scriptShown(script)], options, io);
  await writeList(
    items.map(({ versionId: _, firstCrawlId, lastCrawlId, firstSeenAt, lastSeenAt, ...version }) => ({
      script: String(script.id),
      ...version,
      firstCrawl: String(firstCrawlId),
      firstSeenAt: timeOf(firstSeenAt),
      lastCrawl: String(lastCrawlId),
      lastSeenAt: timeOf(lastSeenAt),
    })),
    {
      columns: [
        { title: 'version' },
        { title: 'verdict' },
        { title: 'score', align: 'right' },
        { title: 'bytes', align: 'right' },
        { title: 'structure' },
        { title: 'first seen' },
        { title: 'last seen' },
        { title: 'now' },
      ],
      row: (version, style) => [
        { text: version.sha256.slice(0, 12) },
        verdictCell(version.verdict, style),
        { text: version.scores.integrity === null ? '-' : String(version.scores.integrity) },
        { text: String(version.bytes) },
        { text: version.structureHash?.slice(0, 12) ?? '-' },
        { text: shortTime(version.firstSeenAt) },
        { text: shortTime(version.lastSeenAt) },
        { text: version.isPresent ? 'shown' : 'gone' },
      ],
      empty: 'No versions.',
    },
    options,
    io,
  );
  return 0;
}

async function missingSite(): Promise<Error> {
  const { ScriptwardenError } = await import('../core/errors/index.ts');
  return new ScriptwardenError('SW_USAGE', {
    message: 'No site was named.',
    fix: 'Give --site NAME; `scriptwarden sites list` lists the names.',
  });
}
