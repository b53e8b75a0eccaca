import { analyze } from './analyze.ts';
import { crawl } from './crawl.ts';
import { report } from './report.ts';
import { scan } from './scan.ts';
import type { CliCommand } from './support/command.ts';

/** Every command, in the order of the help text. */
export const commands: readonly CliCommand[] = [scan, analyze, crawl, report];
