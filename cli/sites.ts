import { resolve } from 'node:path';
import { Option } from 'commander';
import type { Command } from 'commander';
import type { Site, Store } from '../server/store/index.ts';
import type { CliCommand, CommandContext } from './support/command.ts';
import { countsOf, writeChanges } from './support/changes.ts';
import { failOnChoices, isFinding, type ExitStatus, type FailOn } from './support/exit-status.ts';
import type { Io } from './support/io.ts';
import { progressOf } from './support/judging.ts';
import { shortTime, writeList } from './support/lists.ts';
import { wholeNumber } from './support/options.ts';
import { openPipeline, pipelineProgress, type PipelineCommandOptions } from './support/pipeline.ts';
import { crawlShown, siteShown, type SiteShown } from './support/shown.ts';
import { addStoreOptions, openCliStore, type StoreCommandOptions } from './support/store.ts';

interface RunOptions extends StoreCommandOptions, PipelineCommandOptions {
  quiet?: true;
  failOn: FailOn;
}

/** `sites`: what is under watch, and a crawl of it now. */
export const sites = {
  name: 'sites',
  add(program, context) {
    const command = program
      .command('sites')
      .description('the sites under watch: add, list, crawl now, remove');
    addSitesCommands(command, context);
  },
} satisfies CliCommand;

function addSitesCommands(command: Command, { io, finish }: CommandContext): void {
  addStoreOptions(
    command
      .command('add')
      .description('put a site under watch')
      .argument('<site.json>', 'site file; it needs name and startUrls')
      .option('--owner <name>', 'who answers for the site')
      .option('--retention <days>', 'how long its history is kept: 366 or more (default: 400)', wholeNumber)
      .option('--replace', 'change the site of that name; its history stays'),
  ).action(async (file: string, options: AddOptions) => finish(await add(file, options, io)));
  addStoreOptions(command.command('list').description('list the sites with their latest crawl')).action(
    async (options: StoreCommandOptions) => finish(await list(options, io)),
  );
  addStoreOptions(
    command
      .command('run')
      .description('crawl a site now: crawl, analyse, store and compare')
      .argument('<name>', 'name or id of the site')
      .addOption(
        new Option('--fail-on <verdict>', 'mildest verdict that counts as a finding')
          .choices(failOnChoices)
          .default('malicious'),
      )
      .option('--workers <n>', 'analysis threads (default: one per processor)', wholeNumber)
      .option('--quiet', 'no progress on standard error'),
  ).action(async (name: string, options: RunOptions) => finish(await runSite(name, options, io)));
  addStoreOptions(
    command
      .command('remove')
      .description('take a site off watch and delete its whole history')
      .argument('<name>', 'name or id of the site'),
  ).action(async (name: string, options: StoreCommandOptions) => finish(await remove(name, options, io)));
}

interface AddOptions extends StoreCommandOptions {
  owner?: string;
  retention?: number;
  replace?: true;
}

async function add(file: string, options: AddOptions, io: Io): Promise<ExitStatus> {
  const { siteToStore } = await import('../server/pipeline/site-definition.ts');
  const { name, definition } = await siteToStore(resolve(io.cwd, file), io.env);
  await using opened = await openCliStore(options, io, { create: true });
  const { addSite, findSite, listSites, updateSite } = await import('../server/store/index.ts');
  const { db } = opened.store;
  const given = {
    ...(options.owner !== undefined && { owner: options.owner }),
    ...(options.retention !== undefined && { retentionDays: options.retention }),
  };
  const exists = options.replace && (await listSites(db)).some((one) => one.name === name);
  const site = exists
    ? await updateSite(db, (await findSite(db, name)).id, { definition, origin: 'file', ...given })
    : await addSite(db, { name, definition, origin: 'file', ...given });
  await writeSites([siteShown(site, null)], options, io);
  return 0;
}

async function list(options: StoreCommandOptions, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { listCrawls, listSites } = await import('../server/store/index.ts');
  const shown: SiteShown[] = [];
  for (const site of await listSites(opened.store.db)) {
    const [last] = await listCrawls(opened.store.db, { siteId: site.id, limit: 1 });
    shown.push(siteShown(site, last ?? null));
  }
  await writeSites(shown, options, io);
  return 0;
}

async function writeSites(shown: readonly SiteShown[], options: StoreCommandOptions, io: Io): Promise<void> {
  await writeList(
    shown,
    {
      columns: [
        { title: 'site', max: 30 },
        { title: 'start', grow: 1 },
        { title: 'last crawl' },
        { title: 'state' },
      ],
      row: ({ name, startUrls, lastCrawl }) => [
        { text: name },
        { text: startUrls.join(' ') },
        { text: shortTime(lastCrawl?.finishedAt ?? lastCrawl?.queuedAt ?? null) },
        { text: lastCrawl?.state ?? '-' },
      ],
      empty: 'No sites. Add one with: scriptwarden sites add SITE.json',
    },
    options,
    io,
  );
}

async function remove(name: string, options: StoreCommandOptions, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { findSite, removeSite } = await import('../server/store/index.ts');
  const site = await findSite(opened.store.db, name);
  await removeSite(opened.store.db, site.id);
  await writeSites([siteShown(site, null)], options, io);
  return 0;
}

async function runSite(name: string, options: RunOptions, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { store, address } = opened;
  const [{ runSiteNow, upgradeAnalyses }, { changesOfCrawl, findSite }] = await Promise.all([
    import('../server/jobs/index.ts'),
    import('../server/store/index.ts'),
  ]);
  const site = await findSite(store.db, name);
  await using pipeline = await openPipeline(store, address, options, io);
  const { context } = pipeline;
  const progress = progressOf(options, io);
  const crawl = await runSiteNow(context, site, {
    signal: io.signal,
    onProgress: pipelineProgress(progress),
  });
  if (!io.signal.aborted) {
    const { analyzer, release } = await context.analyzers.acquire();
    const again = await upgradeAnalyses(context, analyzer, io.signal).finally(release);
    if (again > 0) progress.line(`analysed ${again} stored scripts again with the new detector`);
  }
  progress.clear();
  const changes = await changesOfCrawl(store.db, crawl.id);
  const shown = { ...crawlShown(crawl), changes: changes.length };
  if (options.format === 'jsonl') await io.write(`${JSON.stringify(shown)}\n`);
  else {
    await io.write(
      `Crawl ${crawl.id} of ${site.name}: ${crawl.state}, ${crawl.pages} pages, ${crawl.scripts} scripts ` +
        `(${crawl.newScripts} new). Changes: ${countsOf(changes)}.\n`,
    );
    if (changes.length > 0) await writeChanges(changes, options, io);
  }
  return await statusOfCrawl(store, site, crawl, options.failOn);
}

/** Findings are those that stand, told now or earlier: a build that fails must not pass when it is run again. */
async function statusOfCrawl(
  store: Store,
  site: Site,
  crawl: { id: number; state: string },
  failOn: FailOn,
): Promise<ExitStatus> {
  const { activeApprovals, listScripts, readCrawlState } = await import('../server/store/index.ts');
  const { items } = await listScripts(store.db, {
    siteId: site.id,
    verdicts: ['malicious', 'suspicious'],
    limit: 100_000,
  });
  const excused = new Set(
    (await activeApprovals(store.db, { siteId: site.id }))
      .filter((approval) => approval.decision === 'false-positive')
      .map((approval) => approval.target),
  );
  const found = items.some(
    (script) =>
      script.lastCrawlId === crawl.id &&
      isFinding(script.verdict!, failOn) &&
      !excused.has(script.structureHash ?? ''),
  );
  if (found) return 1;
  const { observations } = await readCrawlState(store.db, crawl.id);
  const leaked = observations.some(
    ({ kind, value }) => kind === 'leak' && !(value as { expected: boolean }).expected,
  );
  if (leaked) return 1;
  return crawl.state === 'done' ? 0 : 3;
}
