import { Option } from 'commander';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Shop } from '../samples/shop/index.ts';
import { ScriptwardenError } from '../core/errors/index.ts';
import type { CliCommand } from './support/command.ts';
import { checkCaptureFolder } from './support/capture-folder.ts';
import { planCrawl, runCrawl } from './support/crawling.ts';
import type { ExitStatus } from './support/exit-status.ts';
import type { Io } from './support/io.ts';
import { progressOf, reportCapture, startJudging } from './support/judging.ts';
import { addCrawlOptions, addJudgeOptions, type CrawlOptions, type JudgeOptions } from './support/options.ts';

interface Options extends CrawlOptions, JudgeOptions {
  out?: string;
  shop?: string;
}

/** `scan`: crawl, analyse and report in one go; without a URL, the bundled sample shop. */
export const scan = {
  name: 'scan',
  add(program, { io, finish }) {
    const command = program
      .command('scan')
      .description('visit a site in a real browser, judge every script it runs, and report')
      .argument('[urls...]', 'start URLs; without any, the bundled sample shop is started and scanned');
    addJudgeOptions(addCrawlOptions(command))
      .option('--out <dir>', 'keep the capture in this folder')
      .addOption(
        new Option(
          '--shop <state>',
          'sample shop to scan: clean, infected, all, or skimmer names with commas between',
        ),
      )
      .action(async (urls: string[], options: Options) => finish(await runCommand(urls, options, io)));
  },
} satisfies CliCommand;

async function runCommand(urls: readonly string[], options: Options, io: Io): Promise<ExitStatus> {
  const wantsShop = urls.length === 0 && options.site === undefined;
  if (options.shop !== undefined && !wantsShop) {
    throw new ScriptwardenError('SW_USAGE', {
      message: '--shop scans the bundled sample shop and takes neither a URL nor --site.',
      fix: 'Leave out --shop to scan your own site.',
    });
  }
  await using cleanup = new AsyncDisposableStack();
  const progress = progressOf(options, io);
  const startUrls = [...urls];
  if (wantsShop) {
    const shop = await openShop(options.shop ?? 'infected');
    cleanup.defer(() => shop.close());
    progress.line(`no URL given: scanning the bundled sample shop, started at ${shop.url} for the occasion`);
    startUrls.push(shop.url);
  }
  const plan = await planCrawl(startUrls, options, io);
  if (options.out !== undefined) await checkCaptureFolder(options.out, io.cwd);
  const judging = cleanup.use(await startJudging(options, io));
  const dir = options.out === undefined ? await temporaryFolder(cleanup) : resolve(io.cwd, options.out);
  await runCrawl(plan, dir, progress, io);
  const { readCapture } = await import('../crawler/index.ts');
  return await reportCapture(await readCapture(dir), judging, options, io);
}

async function openShop(state: string): Promise<Shop> {
  const { startShop } = await import('../samples/shop/index.ts');
  if (state === 'clean') return startShop({ clean: true });
  try {
    return await startShop({
      skimmers: state === 'infected' ? 'usual' : state === 'all' ? 'all' : state.split(','),
    });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ScriptwardenError('SW_USAGE', {
      message: `--shop: ${cause.message}.`,
      fix: 'Use clean, infected, or names of skimmers with commas between (npm run shop -- --list).',
      cause,
    });
  }
}

async function temporaryFolder(cleanup: AsyncDisposableStack): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'scriptwarden-'));
  cleanup.defer(() => rm(dir, { recursive: true, force: true }));
  return dir;
}
