import { InvalidArgumentError } from 'commander';
import type { Schedule, Site } from '../server/store/index.ts';
import type { CliCommand } from './support/command.ts';
import type { ExitStatus } from './support/exit-status.ts';
import type { Io } from './support/io.ts';
import { shortTime, timeOf, writeList } from './support/lists.ts';
import { addStoreOptions, openCliStore, type StoreCommandOptions } from './support/store.ts';

interface SetOptions extends StoreCommandOptions {
  timeZone: string;
  jitter: number;
}

/** `schedule`: when sites are crawled by themselves. */
export const schedule = {
  name: 'schedule',
  add(program, { io, finish }) {
    const command = program.command('schedule').description('when `worker` crawls a site by itself');
    addStoreOptions(
      command
        .command('set')
        .description('crawl a site by a cron expression')
        .argument('<site>', 'name or id of the site')
        .argument('<cron>', 'five fields as in crontab, e.g. "15 3 * * *", or @daily')
        .option('--time-zone <name>', 'IANA name, e.g. Europe/Vienna', 'UTC')
        .option('--jitter <seconds>', 'start up to so much later, the same each time', seconds, 0),
    ).action(async (site: string, cron: string, options: SetOptions) =>
      finish(await set(site, cron, options, io)),
    );
    addStoreOptions(
      command
        .command('show')
        .description('the schedules, and when each comes due')
        .argument('[site]', 'name or id of the site (default: every site)'),
    ).action(async (site: string | undefined, options: StoreCommandOptions) =>
      finish(await show(site, options, io)),
    );
    addStoreOptions(
      command
        .command('remove')
        .description('crawl a site no longer by itself')
        .argument('<site>', 'name or id of the site'),
    ).action(async (site: string, options: StoreCommandOptions) => finish(await remove(site, options, io)));
  },
} satisfies CliCommand;

async function set(name: string, cron: string, options: SetOptions, io: Io): Promise<ExitStatus> {
  const { checkSchedule, nextRun } = await import('../server/schedules/index.ts');
  const wanted = { cron, timeZone: options.timeZone, jitterSeconds: options.jitter };
  checkSchedule(wanted);
  await using opened = await openCliStore(options, io);
  const { findSite, saveSchedule } = await import('../server/store/index.ts');
  const site = await findSite(opened.store.db, name);
  const nextRunAt = nextRun(wanted, site.name, new Date())?.getTime() ?? null;
  const saved = await saveSchedule(opened.store.db, {
    ...wanted,
    siteId: site.id,
    isEnabled: true,
    nextRunAt,
  });
  await write([saved], [site], options, io);
  return 0;
}

async function show(name: string | undefined, options: StoreCommandOptions, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { findSchedule, findSite, listSchedules, listSites } = await import('../server/store/index.ts');
  const { db } = opened.store;
  const schedules =
    name === undefined ? await listSchedules(db) : [await findSchedule(db, (await findSite(db, name)).id)];
  await write(schedules, await listSites(db), options, io);
  return 0;
}

async function remove(name: string, options: StoreCommandOptions, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { findSchedule, findSite, removeSchedule } = await import('../server/store/index.ts');
  const site = await findSite(opened.store.db, name);
  const old = await findSchedule(opened.store.db, site.id);
  await removeSchedule(opened.store.db, site.id);
  await write([{ ...old, isEnabled: false, nextRunAt: null }], [site], options, io);
  return 0;
}

async function write(
  schedules: readonly Schedule[],
  sites: readonly Site[],
  options: StoreCommandOptions,
  io: Io,
): Promise<void> {
  const names = new Map(sites.map((site) => [site.id, site.name]));
  await writeList(
    schedules.map(({ siteId, isEnabled, nextRunAt, lastRunAt, ...rest }) => ({
      site: String(siteId),
      name: names.get(siteId) ?? String(siteId),
      ...rest,
      enabled: isEnabled,
      nextRunAt: timeOf(nextRunAt),
      lastRunAt: timeOf(lastRunAt),
    })),
    {
      columns: [
        { title: 'site', grow: 1 },
        { title: 'cron' },
        { title: 'time zone' },
        { title: 'next (UTC)' },
        { title: 'last (UTC)' },
      ],
      row: (one) => [
        { text: one.name },
        { text: one.cron },
        { text: one.timeZone },
        { text: one.enabled ? shortTime(one.nextRunAt) : 'off' },
        { text: shortTime(one.lastRunAt) },
      ],
      empty: 'No schedules.',
    },
    options,
    io,
  );
}

function seconds(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number of seconds.');
  return Number(text);
}
