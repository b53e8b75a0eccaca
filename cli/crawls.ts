import type { CliCommand } from './support/command.ts';
import type { ExitStatus } from './support/exit-status.ts';
import type { Io } from './support/io.ts';
import { shortTime, writeList } from './support/lists.ts';
import { wholeNumber } from './support/options.ts';
import { crawlShown } from './support/shown.ts';
import { addStoreOptions, openCliStore, type StoreCommandOptions } from './support/store.ts';

interface Options extends StoreCommandOptions {
  site?: string;
  limit?: number;
  cancel?: number;
}

/** `crawls`: the crawls of a site, newest first; cancels one. */
export const crawls = {
  name: 'crawls',
  add(program, { io, finish }) {
    const command = program.command('crawls').description('the crawls, newest first, and how they ended');
    addStoreOptions(command)
      .option('--site <name>', 'name or id of the site (default: every site)')
      .option('--limit <n>', 'most crawls to list (default: 100)', wholeNumber)
      .option('--cancel <id>', 'cancel a crawl that waits or runs', wholeNumber)
      .action(async (options: Options) => finish(await runCommand(options, io)));
  },
} satisfies CliCommand;

async function runCommand(options: Options, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { store } = opened;
  const { findSite, listCrawls, listSites } = await import('../server/store/index.ts');
  const found =
    options.cancel === undefined
      ? await listCrawls(store.db, {
          ...(options.site !== undefined && { siteId: (await findSite(store.db, options.site)).id }),
          limit: options.limit ?? 100,
        })
      : [await (await import('../server/jobs/crawls.ts')).cancelCrawl(store, options.cancel)];
  const names = new Map((await listSites(store.db)).map((site) => [String(site.id), site.name]));
  await writeList(
    found.map(crawlShown),
    {
      columns: [
        { title: 'id', align: 'right' },
        { title: 'site', max: 30 },
        { title: 'state' },
        { title: 'cause' },
        { title: 'queued' },
        { title: 'finished' },
        { title: 'pages', align: 'right' },
        { title: 'scripts', align: 'right' },
        { title: 'new', align: 'right' },
        { title: 'error', grow: 1 },
      ],
      row: (crawl) => [
        { text: crawl.id },
        { text: names.get(crawl.site) ?? crawl.site },
        { text: crawl.state },
        { text: crawl.cause },
        { text: shortTime(crawl.queuedAt) },
        { text: shortTime(crawl.finishedAt) },
        { text: String(crawl.pages) },
        { text: String(crawl.scripts) },
        { text: String(crawl.newScripts) },
        { text: crawl.error?.message ?? '' },
      ],
      empty: 'No crawls.',
    },
    options,
    io,
  );
  return 0;
}
