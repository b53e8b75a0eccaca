import { resolve } from 'node:path';
import type { CliCommand } from './support/command.ts';
import type { ExitStatus } from './support/exit-status.ts';
import type { Io } from './support/io.ts';
import { reportCapture, startJudging } from './support/judging.ts';
import { addJudgeOptions, type JudgeOptions } from './support/options.ts';

/** `report`: judge a saved capture again, with no browser. */
export const report = {
  name: 'report',
  add(program, { io, finish }) {
    const command = program
      .command('report')
      .description('judge a saved capture again, without a browser')
      .argument('<dir>', 'folder that crawl or scan --out wrote');
    addJudgeOptions(command).action(async (dir: string, options: JudgeOptions) =>
      finish(await runCommand(dir, options, io)),
    );
  },
} satisfies CliCommand;

async function runCommand(given: string, options: JudgeOptions, io: Io): Promise<ExitStatus> {
  const dir = resolve(io.cwd, given);
  const { readCapture } = await import('../crawler/index.ts');
  const saved = await readCapture(dir);
  await using judging = await startJudging(options, io);
  return await reportCapture(saved, judging, options, io);
}
