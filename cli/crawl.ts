import { Option } from 'commander';
import { resolve } from 'node:path';
import { escapeForTerminal } from '../core/encoding/index.ts';
import type { Capture } from '../core/schema/index.ts';
import { renderReceipt } from './render/totals.ts';
import { colours, plain } from './render/style.ts';
import type { CliCommand } from './support/command.ts';
import { checkCaptureFolder } from './support/capture-folder.ts';
import { planCrawl, runCrawl } from './support/crawling.ts';
import type { ExitStatus } from './support/exit-status.ts';
import type { Io } from './support/io.ts';
import { progressOf } from './support/judging.ts';
import { addCrawlOptions, type CrawlOptions } from './support/options.ts';
import { hasColour, reportWidth, toJson } from './support/report-writer.ts';

interface Options extends CrawlOptions {
  out: string;
  format: 'text' | 'json';
  quiet?: true;
  color: boolean;
}

/** `crawl`: visit a site in a real browser and save what its pages ran, for `report` to judge. */
export const crawl = {
  name: 'crawl',
  add(program, { io, finish }) {
    const command = program
      .command('crawl')
      .description('visit a site in a real browser and save every script it runs')
      .argument('[urls...]', 'start URLs; those of the site file unless given')
      .requiredOption('--out <dir>', 'folder for the capture');
    addCrawlOptions(command)
      .addOption(
        new Option('--format <format>', 'what goes to standard output')
          .choices(['text', 'json'])
          .default('text'),
      )
      .option('--quiet', 'no progress on standard error')
      .option('--no-color', 'no colours')
      .action(async (urls: string[], options: Options) => finish(await runCommand(urls, options, io)));
  },
} satisfies CliCommand;

async function runCommand(urls: readonly string[], options: Options, io: Io): Promise<ExitStatus> {
  const plan = await planCrawl(urls, options, io);
  await checkCaptureFolder(options.out, io.cwd);
  const capture = await runCrawl(plan, resolve(io.cwd, options.out), progressOf(options, io), io);
  await io.write(options.format === 'json' ? toJson(capture) : describe(capture, options, io));
  return capture.receipt.complete ? 0 : 3;
}

function describe(capture: Capture, options: Options, io: Io): string {
  const style = hasColour(options.color, io) ? colours : plain;
  const crawl = {
    state: capture.state,
    receipt: capture.receipt,
    durationMs: Date.parse(capture.finishedAt) - Date.parse(capture.startedAt),
    canaryLeaks: [],
  };
  const lines = renderReceipt(crawl, { width: reportWidth(io) }, style);
  return `${lines.join('\n')}\n\nSaved in ${escapeForTerminal(options.out)}; judge it with: scriptwarden report ${escapeForTerminal(options.out)}\n`;
}
