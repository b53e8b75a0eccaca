import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { verdicts } from '../core/schema/index.ts';
import type { Store, StoreAddress, StoredModel } from '../server/store/index.ts';
import type { CliCommand } from './support/command.ts';
import type { ExitStatus } from './support/exit-status.ts';
import type { Io } from './support/io.ts';
import { shortTime, timeOf, writeList } from './support/lists.ts';
import { wholeNumber } from './support/options.ts';
import { workFolder } from './support/pipeline.ts';
import { addStoreOptions, openCliStore, type StoreCommandOptions } from './support/store.ts';

/** `models`: the detector in production, and one tried beside it. */
export const models = {
  name: 'models',
  add(program, { io, finish }) {
    const command = program
      .command('models')
      .description('the detector that decides, and one tried in its shadow before it is promoted');
    const sub = (name: string, about: string): Command =>
      addStoreOptions(command.command(name).description(about));
    sub('list', 'models in this store; without an active one the bundled model decides').action(
      async (options: StoreCommandOptions) => finish(await list(options, io)),
    );
    sub('shadow', 'let a model judge beside the one that decides; nothing it says is alerted')
      .argument('<file>', 'ONNX file')
      .action(async (file: string, options: StoreCommandOptions) =>
        finish(await shadow(resolve(io.cwd, file), options, io)),
      );
    sub('compare', 'how the model in shadow differs from the one that decides').action(
      async (options: StoreCommandOptions) => finish(await compare(options, io)),
    );
    sub('promote', 'let a model decide from the next crawl on; stored analyses are made again')
      .argument('[model]', 'version or hash (default: the model in shadow)')
      .action(async (model: string | undefined, options: StoreCommandOptions) =>
        finish(await move(model, 'active', options, io)),
      );
    sub('retire', 'use a model no longer')
      .argument('<model>', 'version or hash')
      .action(async (model: string, options: StoreCommandOptions) =>
        finish(await move(model, 'retired', options, io)),
      );
    sub('drift', 'whether scores and parse failures moved lately')
      .option('--days <n>', 'what counts as lately', wholeNumber, 30)
      .action(async (options: StoreCommandOptions & { days: number }) => finish(await drift(options, io)));
  },
} satisfies CliCommand;

async function list(options: StoreCommandOptions, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { listModels } = await import('../server/store/index.ts');
  await write(await listModels(opened.store.db), options, io);
  return 0;
}

async function shadow(file: string, options: StoreCommandOptions, io: Io): Promise<ExitStatus> {
  const [{ createRejudge }, { ScriptwardenError }] = await Promise.all([
    import('../analyzer/rejudge.ts'),
    import('../core/errors/index.ts'),
  ]);
  // Refuses what is no model for these features before anything is stored.
  const tried = await createRejudge(file);
  await tried.close();
  await using opened = await openCliStore(options, io);
  const { store, address } = opened;
  const { listModels, saveModel, setModelState } = await import('../server/store/index.ts');
  const { runShadow } = await import('../server/pipeline/shadow.ts');
  const saved = await saveModel(store.db, { version: tried.modelVersion, data: await readFile(file) });
  if (saved.state === 'active') {
    throw new ScriptwardenError('SW_STORE_CONFLICT', {
      message: `The model ${saved.version} is the one that decides.`,
      fix: 'Give another model to try beside it.',
    });
  }
  await setModelState(store, saved.sha256, 'shadow');
  await runShadow(store, await modelDir(address), io.signal);
  await write(
    (await listModels(store.db)).filter((model) => model.sha256 === saved.sha256),
    options,
    io,
  );
  return 0;
}

async function compare(options: StoreCommandOptions, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { store, address } = opened;
  const { compareShadow, runShadow } = await import('../server/pipeline/shadow.ts');
  await runShadow(store, await modelDir(address), io.signal);
  const report = await compareShadow(store, await modelDir(address));
  if (!report) return await noShadow();
  if (options.format === 'jsonl') {
    await io.write(`${JSON.stringify(report)}\n`);
    return 0;
  }
  await io.write(`Model ${report.model} in shadow, ${report.versions} versions judged by both.\n\n`);
  await writeList(
    verdicts.filter((verdict) => Object.values(report.matrix[verdict]).some((count) => count > 0)),
    {
      columns: [{ title: 'decides' }, ...verdicts.map((title) => ({ title, align: 'right' as const }))],
      row: (verdict) => [
        { text: verdict },
        ...verdicts.map((other) => ({ text: String(report.matrix[verdict][other]) })),
      ],
      empty: 'Nothing was judged by both yet.',
    },
    options,
    io,
  );
  await io.write(`\nStability of the scores (PSI): ${report.stability.toFixed(3)}\n`);
  for (const { sha256, active, shadow: other } of report.differing.slice(0, 50)) {
    await io.write(`${sha256}  ${active.verdict} -> ${other.verdict}\n`);
  }
  return 0;
}

async function move(
  wanted: string | undefined,
  state: 'active' | 'retired',
  options: StoreCommandOptions,
  io: Io,
): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const model = await find(opened.store, wanted);
  if (!model) return await noShadow();
  const { listModels, setModelState } = await import('../server/store/index.ts');
  await setModelState(opened.store, model.sha256, state);
  await write(await listModels(opened.store.db), options, io);
  return 0;
}

async function find(store: Store, wanted: string | undefined): Promise<StoredModel | undefined> {
  const { listModels } = await import('../server/store/index.ts');
  const all = await listModels(store.db);
  if (wanted === undefined) return all.find((model) => model.state === 'shadow');
  const found = all.find(
    (model) => model.version === wanted || (wanted.length >= 8 && model.sha256.startsWith(wanted)),
  );
  if (found) return found;
  const { ScriptwardenError } = await import('../core/errors/index.ts');
  throw new ScriptwardenError('SW_STORE_NOT_FOUND', {
    message: `There is no model "${wanted}" in this store.`,
    fix: 'Use a version or hash that `scriptwarden models list` lists.',
  });
}

async function noShadow(): Promise<never> {
  const { ScriptwardenError } = await import('../core/errors/index.ts');
  throw new ScriptwardenError('SW_STORE_NOT_FOUND', {
    message: 'No model is in shadow.',
    fix: 'Begin with `scriptwarden models shadow FILE`.',
  });
}

async function drift(options: StoreCommandOptions & { days: number }, io: Io): Promise<ExitStatus> {
  await using opened = await openCliStore(options, io);
  const { detectorDrift } = await import('../server/pipeline/stability.ts');
  const found = await detectorDrift(opened.store, options.days, Date.now());
  if (options.format === 'jsonl') {
    await io.write(`${JSON.stringify(found)}\n`);
    return 0;
  }
  const rate = (of: { analyses: number; parseFailureRate: number | null }): string =>
    of.parseFailureRate === null
      ? 'no analyses'
      : `${of.analyses} analyses, ${(of.parseFailureRate * 100).toFixed(1)} % not parsed`;
  await io.write(
    `Last ${options.days} days: ${rate(found.recent)}\nBefore: ${rate(found.earlier)}\n` +
      `Stability of the scores (PSI): ${found.stability.toFixed(3)}, ${found.judgement}\n`,
  );
  return 0;
}

async function write(found: readonly StoredModel[], options: StoreCommandOptions, io: Io): Promise<void> {
  await writeList(
    found.map(({ createdAt, changedAt, ...model }) => ({
      ...model,
      createdAt: timeOf(createdAt),
      changedAt: timeOf(changedAt),
    })),
    {
      columns: [
        { title: 'state' },
        { title: 'version', grow: 1 },
        { title: 'hash' },
        { title: 'bytes', align: 'right' },
        { title: 'since' },
      ],
      row: (model) => [
        { text: model.state },
        { text: model.version },
        { text: model.sha256.slice(0, 12) },
        { text: String(model.bytes) },
        { text: shortTime(model.changedAt) },
      ],
      empty: 'No models in this store: the bundled one decides.',
    },
    options,
    io,
  );
}

async function modelDir(address: StoreAddress): Promise<string> {
  return join(await workFolder(address), 'models');
}
