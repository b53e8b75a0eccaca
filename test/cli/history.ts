import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSkimmers } from '../../samples/shop/skimmers.ts';
import { openStore } from '../../server/store/index.ts';
import { crawlOnce, watchedShop } from '../server/pipeline/site.ts';
import type { CliResult } from './run-cli.ts';
import { runHere } from './run-here.ts';

export const lib = { body: 'function add(a, b) { return a + b }', url: 'https://cdn.example/lib.js' };
export const skimmer = { body: loadSkimmers()[0]!.code, url: lib.url };
const home = 'https://shop.example/';

let made: Promise<string> | undefined;

/** A store with a site `shop`: crawl 1 found it clean, in crawl 2 a vendor's script had turned malicious. */
async function makeHistory(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'scriptwarden-history-'));
  const store = await openStore({ dataDir });
  const { context, site, siteId } = await watchedShop(store);
  site.show({ url: home, scripts: [lib, { body: 'var own = 1' }] });
  await crawlOnce(context, siteId);
  site.show({ url: home, scripts: [skimmer, { body: 'var own = 1' }] });
  await crawlOnce(context, siteId);
  await store.close();
  return dataDir;
}

after(async () => {
  if (made) await rm(await made, { recursive: true, force: true });
});

/** Runs commands on a copy of that store of its own. */
export interface History {
  dir: string;
  run: (...args: string[]) => Promise<CliResult>;
  /** The lines that a command prints with `--format jsonl`. */
  lines: (...args: string[]) => Promise<Record<string, unknown>[]>;
}

export function useHistory(): History {
  const history = { dir: '' } as History;
  before(async () => {
    made ??= makeHistory();
    history.dir = await mkdtemp(join(tmpdir(), 'scriptwarden-cli-'));
    await cp(await made, join(history.dir, 'scriptwarden-data'), { recursive: true });
  });
  after(() => rm(history.dir, { recursive: true, force: true }));
  history.run = (...args) => runHere(args, { cwd: history.dir, env: { DATABASE_URL: '' } });
  history.lines = async (...args) => {
    const { stdout, stderr, status } = await history.run(...args, '--format', 'jsonl');
    if (status !== 0) throw new Error(stderr);
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  return history;
}
