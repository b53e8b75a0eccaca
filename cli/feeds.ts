import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { ScriptwardenError } from '../core/errors/index.ts';
import { categories, type Category } from '../core/schema/index.ts';
import type { FeedFormat, FeedSeverity } from '../server/store/index.ts';
import type { CliCommand, CommandContext } from './support/command.ts';
import type { ExitStatus } from './support/exit-status.ts';
import { feedShown, writeFeeds, writeMatches } from './support/feeds.ts';
import type { Io } from './support/io.ts';
import { wholeNumber } from './support/options.ts';
import { addStoreOptions, openCliStore, type StoreCommandOptions } from './support/store.ts';

/** `feeds`: lists of what is known to be bad. */
export const feeds = {
  name: 'feeds',
  add(program, context) {
    const command = program
      .command('feeds')
      .description(
        'threat feeds: lists of bad domains, URLs and hashes that everything stored is checked against',
      );
    addFeedCommands(command, context);
  },
} satisfies CliCommand;

interface AddOptions extends StoreCommandOptions {
  url?: string;
  every?: number;
  severity: FeedSeverity;
  category: Category;
  type: FeedFormat;
}

function addFeedCommands(command: Command, { io, finish }: CommandContext): void {
  addStoreOptions(
    command
      .command('add')
      .description('add a list from a file, or one that is fetched by itself')
      .argument('<name>', 'what to call it; every match names it')
      .argument('[file]', 'plain text with one entry a line, or CSV with a header; - for standard input')
      .option('--url <url>', 'fetch it from there')
      .option('--every <hours>', 'how often to fetch it', wholeNumber, 24)
      .addOption(
        new Option('--severity <severity>', 'critical: a match is malicious; high: suspicious')
          .choices(['critical', 'high'])
          .default('critical'),
      )
      .addOption(
        new Option('--category <category>', 'what its entries are bad for')
          .choices(categories)
          .default('malware'),
      )
      .addOption(
        new Option('--type <type>', 'form of the list').choices(['auto', 'plain', 'csv']).default('auto'),
      ),
  ).action(async (name: string, file: string | undefined, options: AddOptions) =>
    finish(await add(name, file, options, io)),
  );
  addStoreOptions(
    command.command('list').description('the lists, how many entries they have, and what went wrong'),
  ).action(async (options: StoreCommandOptions) => finish(await list(options, io)));
  addStoreOptions(
    command
      .command('refresh')
      .description('fetch a list again, or give it new entries, and check everything stored')
      .argument('<name>', 'name or id of the list')
      .argument('[file]', 'new entries from a file; - for standard input'),
  ).action(async (name: string, file: string | undefined, options: StoreCommandOptions) =>
    finish(await refresh(name, file, options, io)),
  );
  addStoreOptions(
    command.command('remove').description('remove a list').argument('<name>', 'name or id of the list'),
  ).action(async (name: string, options: StoreCommandOptions) => finish(await remove(name, options, io)));
  addStoreOptions(
    command
      .command('check')
      .description('ask all lists about hosts, URLs and SHA-256; without any, about everything stored')
      .argument('[values...]', 'hosts, URLs or hashes'),
  ).action(async (values: string[], options: StoreCommandOptions) =>
    finish(await check(values, options, io)),
  );
}

async function add(name: string, file: string | undefined, options: AddOptions, io: Io): Promise<ExitStatus> {
  if ((file === undefined) === (options.url === undefined)) {
    throw new ScriptwardenError('SW_USAGE', {
      message: 'A feed needs either a file or --url.',
      fix: 'Give one of the two.',
    });
  }
  const { newFeed, settingsOf } = await import('../server/feeds/settings.ts');
  const given = newFeed.safeParse({
    name,
    severity: options.severity,
    category: options.category,
    format: options.type,
    url: options.url ?? null,
    refreshSeconds: options.url === undefined ? null : (options.every ?? 24) * 3600,
  });
  if (!given.success) {
    const [issue] = given.error.issues;
    throw new ScriptwardenError('SW_USAGE', {
      message: `The feed cannot be added: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`,
      fix: 'Change what the message names.',
    });
  }
  await using opened = await openCliStore(options, io, { create: true });
  const { store } = opened;
  const { addFeed, removeFeed } = await import('../server/store/index.ts');
  const feed = await addFeed(store.db, settingsOf(given.data), Date.now());
  try {
    await bring(opened, feed.id, file, io);
  } catch (error) {
    await removeFeed(store.db, feed.id);
    throw error;
  }
  return await showOne(opened, feed.id, options, io);
}

type Opened = Awaited<ReturnType<typeof openCliStore>>;

/** Reads a list from where it comes, and asks it about everything stored. */
async function bring({ store }: Opened, feedId: number, file: string | undefined, io: Io): Promise<void> {
  const [{ importFeed }, { refreshFeed }, { checkEverything }, { findFeed, noteRefresh }] = await Promise.all(
    [
      import('../server/feeds/import.ts'),
      import('../server/feeds/refresh.ts'),
      import('../server/feeds/jobs.ts'),
      import('../server/store/index.ts'),
    ],
  );
  const now = Date.now;
  if (file === undefined) {
    const allowNetworks = (io.env.SCRIPTWARDEN_ALLOW_NETWORKS ?? '').split(/[\s,]+/).filter(Boolean);
    await refreshFeed(store, feedId, { allowNetworks, now, signal: io.signal });
  } else {
    const pieces = file === '-' ? io.stdin : createReadStream(resolve(io.cwd, file));
    try {
      await importFeed(store, await findFeed(store.db, feedId), pieces, now());
    } catch (error) {
      throw unreadable(file, error);
    }
    await noteRefresh(store.db, feedId, { error: null }, now());
  }
  await checkEverything(store, now, io.signal);
}

function unreadable(file: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof ScriptwardenError || typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) return error;
  return new ScriptwardenError('SW_INPUT_NOT_FOUND', {
    message: `"${file}" cannot be read (${code}).`,
    fix: 'Check the path and that you may read it.',
    cause: error,
  });
}

async function showOne(
  { store }: Opened,
  feedId: number,
  options: StoreCommandOptions,
  io: Io,
): Promise<ExitStatus> {
  const { findFeed } = await import('../server/store/index.ts');
  const feed = await findFeed(store.db, feedId);
  await writeFeeds([feedShown(feed)], options, io);
  return feed.error === null ? 0 : 3;
}

async function list(options: StoreCommandOptions, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { listFeeds } = await import('../server/store/index.ts');
  await writeFeeds((await listFeeds(opened.store.db)).map(feedShown), options, io);
  return 0;
}

async function refresh(
  name: string,
  file: string | undefined,
  options: StoreCommandOptions,
  io: Io,
): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { findFeed } = await import('../server/store/index.ts');
  const feed = await findFeed(opened.store.db, name);
  if (file === undefined && feed.url === null) {
    throw new ScriptwardenError('SW_USAGE', {
      message: `The feed "${feed.name}" is not fetched from anywhere.`,
      fix: 'Name the file with its new entries.',
    });
  }
  await bring(opened, feed.id, file, io);
  return await showOne(opened, feed.id, options, io);
}

async function remove(name: string, options: StoreCommandOptions, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const [{ checkEverything }, { findFeed, removeFeed }] = await Promise.all([
    import('../server/feeds/jobs.ts'),
    import('../server/store/index.ts'),
  ]);
  const { store } = opened;
  const feed = await findFeed(store.db, name);
  await removeFeed(store.db, feed.id);
  await checkEverything(store, Date.now, io.signal);
  await writeFeeds([feedShown(feed)], options, io);
  return 0;
}

async function check(values: readonly string[], options: StoreCommandOptions, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { store } = opened;
  if (values.length === 0) {
    const { checkEverything } = await import('../server/feeds/jobs.ts');
    const matches = await checkEverything(store, Date.now, io.signal);
    const text = `${matches} ${matches === 1 ? 'thing' : 'things'} on threat feeds, over all sites. See them with: scriptwarden changes\n`;
    await io.write(options.format === 'jsonl' ? `${JSON.stringify({ matches })}\n` : text);
    return matches > 0 ? 1 : 0;
  }
  const { findMatches } = await import('../server/feeds/match.ts');
  const found = await findMatches(store.db, {
    hashes: values.filter((value) => /^[0-9a-f]{64}$/i.test(value)).map((value) => value.toLowerCase()),
    urls: values.filter((value) => value.includes('://')),
    hosts: values.map((value) => URL.parse(value)?.hostname ?? value),
  });
  const matches = [...found.values()].flat();
  await writeMatches(matches, options, io);
  return matches.length > 0 ? 1 : 0;
}
