import { resolve } from 'node:path';
import { Option } from 'commander';
import { ScriptwardenError } from '../core/errors/index.ts';
import type { CliCommand } from './support/command.ts';
import type { ExitStatus } from './support/exit-status.ts';
import type { Io } from './support/io.ts';
import { reportCapture, startJudging } from './support/judging.ts';
import { addJudgeOptions, takenAsFiles, type JudgeOptions } from './support/options.ts';
import { writeSiteReport } from './support/site-report.ts';

interface Options extends JudgeOptions {
  site?: string;
  from?: string;
  to?: string;
  data?: string;
}

/** `report`: judge a saved capture again, with no browser; or a site of the store over a period. */
export const report = {
  name: 'report',
  add(program, { io, finish }) {
    const command = program
      .command('report')
      .description('judge a saved capture again, without a browser; with --site, a stored site over a period')
      .argument('[dir]', 'folder that crawl or scan --out wrote');
    addJudgeOptions(command)
      .addOption(new Option('--site <name>', 'name or id of a site in the store, instead of a folder'))
      .option('--from <day>', 'with --site: first day (UTC) or time (default: 30 days before the end)')
      .option('--to <day>', 'with --site: last day (UTC) or time (default: now)')
      .option('--data <dir>', 'with --site: data folder, as for the other commands of the store')
      .action(async (dir: string | undefined, options: Options) =>
        finish(await runCommand(dir, options, io)),
      );
  },
} satisfies CliCommand;

async function runCommand(dir: string | undefined, options: Options, io: Io): Promise<ExitStatus> {
  const { site } = options;
  if (site !== undefined && dir === undefined) return await writeSiteReport({ ...options, site }, io);
  if (dir === undefined || site !== undefined) {
    throw new ScriptwardenError('SW_USAGE', {
      message:
        dir === undefined
          ? `Neither a folder nor a site was named${takenAsFiles(options)}.`
          : 'A folder and a site were named.',
      fix: 'Give the folder of a saved capture, or --site NAME for a site of the store.',
    });
  }
  const { readCapture } = await import('../crawler/index.ts');
  const saved = await readCapture(resolve(io.cwd, dir));
  await using judging = await startJudging(options, io);
  return await reportCapture(saved, judging, options, io);
}
