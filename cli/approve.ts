import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { ScriptwardenError } from '../core/errors/index.ts';
import { analysisReport, scanReport } from '../core/schema/index.ts';
import type { DecisionWords } from '../server/approvals/decide.ts';
import type { ApprovalScope } from '../server/store/index.ts';
import { writeApprovals } from './support/approvals.ts';
import type { CliCommand } from './support/command.ts';
import type { ExitStatus } from './support/exit-status.ts';
import type { Io } from './support/io.ts';
import { addStoreOptions, openCliStore, type StoreCommandOptions } from './support/store.ts';

interface Options extends StoreCommandOptions {
  site?: string;
  script?: string;
  vendor?: string;
  host?: string;
  structure?: string;
  from?: string;
  reject?: true;
  falsePositive?: true;
  until?: string;
  owner?: string;
  purpose?: string;
  justification?: string;
  by?: string;
}

/** `approve`: a person's decision on a script, a vendor, a host or a structure hash. */
export const approve = {
  name: 'approve',
  add(program, { io, finish }) {
    const command = program
      .command('approve')
      .description('decide on a script, vendor, host or structure hash; or on everything that a scan saw');
    addStoreOptions(command)
      .option('--site <name>', 'only for this site (default: every site; a script has its own)')
      .option('--script <id>', 'the script of this id: loses its approval when it gains behaviour')
      .option('--vendor <domain>', 'every script of this domain, e.g. vendor.example')
      .option('--host <host>', 'every script from this host, and contacts with it')
      .option('--structure <hash>', 'code of this structure hash, or of the one that begins so')
      .option('--from <scan.json>', 'the code that `scan` or `analyze` --json saw, as an announced release')
      .option('--reject', 'say no instead of yes')
      .option(
        '--false-positive',
        'the malicious verdict on this structure is wrong; needs --until and --justification',
      )
      .option('--until <date>', 'when the decision ends, e.g. 2027-01-31')
      .option('--owner <name>', 'who answers for the script')
      .option('--purpose <text>', 'what it is for')
      .option('--justification <text>', 'why it is needed')
      .option('--by <name>', 'who decides (default: you)')
      .action(async (options: Options) => finish(await runCommand(options, io)));
  },
} satisfies CliCommand;

async function runCommand(options: Options, io: Io): Promise<ExitStatus> {
  const target = targetOf(options);
  const words = wordsOf(options, io);
  const report = target === null ? await readScan(resolve(io.cwd, options.from!)) : null;
  await using opened = await openCliStore(options, io);
  const [{ approveScan, decide }, { findSite, findStructureHash }] = await Promise.all([
    import('../server/approvals/decide.ts'),
    import('../server/store/index.ts'),
  ]);
  const { store } = opened;
  const siteId = options.site === undefined ? null : (await findSite(store.db, options.site)).id;
  if (target === null) {
    const { approved, left } = await approveScan(store, siteId, report!, words);
    for (const { path, why } of left) io.log(`not approved (${why}): ${JSON.stringify(path)}`);
    await writeApprovals(approved, options, io);
    return 0;
  }
  if (target.scope === 'structure') target.target = await findStructureHash(store.db, target.target);
  const decision = options.falsePositive ? 'false-positive' : options.reject ? 'rejected' : 'approved';
  const approval = await store.transaction((db) => decide(db, { ...words, ...target, siteId, decision }));
  await writeApprovals([approval], options, io);
  return 0;
}

/** What is decided on; null with --from. */
function targetOf(options: Options): { scope: ApprovalScope; target: string } | null {
  const scopes = ['script', 'vendor', 'host', 'structure'] as const;
  const given = scopes.flatMap((scope) => {
    const target = options[scope];
    return target === undefined
      ? []
      : [{ scope, target: scope === 'script' ? target : target.toLowerCase() }];
  });
  if (given.length + (options.from === undefined ? 0 : 1) !== 1) {
    throw usage(
      'Exactly one of --script, --vendor, --host, --structure and --from is wanted.',
      'Give one of them.',
    );
  }
  if (options.reject && options.falsePositive) {
    throw usage('--reject and --false-positive contradict each other.', 'Give one of them.');
  }
  if (options.from !== undefined && (options.reject || options.falsePositive)) {
    throw usage(
      '--from approves; it takes neither --reject nor --false-positive.',
      'Decide on one thing at a time.',
    );
  }
  return given[0] ?? null;
}

function wordsOf({ until, owner, purpose, justification, by }: Options, io: Io): DecisionWords {
  const expiresAt = until === undefined ? undefined : Date.parse(until);
  if (expiresAt !== undefined && !(expiresAt > Date.now())) {
    throw usage(`--until "${until!}" is not a date to come.`, 'Give one such as 2027-01-31.');
  }
  return {
    decidedBy: by ?? io.env.USER ?? userInfo().username,
    ...(owner !== undefined && { owner }),
    ...(purpose !== undefined && { purpose }),
    ...(justification !== undefined && { justification }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

async function readScan(file: string) {
  const fail = (message: string, cause?: unknown): ScriptwardenError =>
    new ScriptwardenError('SW_INPUT_NOT_FOUND', {
      message,
      fix: 'Give a file that `scan --json FILE` or `analyze --json FILE` wrote.',
      cause,
    });
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw fail(`The scan report ${file} cannot be read.`, cause);
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw fail(`The scan report ${file} is not JSON.`, cause);
  }
  const scan = scanReport.safeParse(json);
  if (scan.success) return scan.data;
  const analyses = analysisReport.safeParse(json);
  if (analyses.success) return analyses.data;
  throw fail(`${file} is not a scan report.`, scan.error);
}

function usage(message: string, fix: string): ScriptwardenError {
  return new ScriptwardenError('SW_USAGE', { message, fix });
}
