import { analyze } from './analyze.ts';
import { approvals } from './approvals.ts';
import { approve } from './approve.ts';
import { backup } from './backup.ts';
import { changes } from './changes.ts';
import { crawl } from './crawl.ts';
import { crawls } from './crawls.ts';
import { diff } from './diff.ts';
import { evaluate } from './evaluate.ts';
import { feeds } from './feeds.ts';
import { maintain } from './maintain.ts';
import { models } from './models.ts';
import { policy } from './policy.ts';
import { report } from './report.ts';
import { restore } from './restore.ts';
import { scan } from './scan.ts';
import { schedule } from './schedule.ts';
import { scripts } from './scripts.ts';
import { secrets } from './secrets.ts';
import { serve } from './serve.ts';
import { sites } from './sites.ts';
import { users } from './users.ts';
import { worker } from './worker.ts';
import type { CliCommand } from './support/command.ts';

/** Every command, in the order of the help text. */
export const commands: readonly CliCommand[] = [
  scan,
  analyze,
  crawl,
  report,
  diff,
  sites,
  scripts,
  changes,
  crawls,
  approve,
  approvals,
  policy,
  schedule,
  feeds,
  serve,
  worker,
  users,
  secrets,
  maintain,
  models,
  evaluate,
  backup,
  restore,
];
