import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addSite, openStore } from '../../server/store/index.ts';
import { crawlSite, shopFile } from '../server/store/captures.ts';
import type { CliResult } from './run-cli.ts';
import { runHere } from './run-here.ts';

/** Commands on a store with a site `shop`, which two crawls of January 2026 found clean and then with a malicious script. */
export interface MadeStore {
  dir: string;
  run: (...args: string[]) => Promise<CliResult>;
}

export function useMadeStore(): MadeStore {
  const made = { dir: '' } as MadeStore;
  before(async () => {
    made.dir = await mkdtemp(join(tmpdir(), 'scriptwarden-cli-'));
    const store = await openStore({ dataDir: join(made.dir, 'scriptwarden-data') });
    const { id } = await addSite(store.db, { name: 'shop', definition: shopFile, at: Date.UTC(2026, 0, 1) });
    const lib = { body: 'lib()', url: 'https://cdn.example/lib.js' };
    await crawlSite(store, id, [{ url: 'https://shop.example/', scripts: [lib] }], 3);
    const evil = { body: 'evil()', url: 'https://skim.example/s.js' };
    await crawlSite(store, id, [{ url: 'https://shop.example/', scripts: [lib, evil] }], 6);
    // As comparing would leave them.
    await store.db.updateTable('crawls').set({ state: 'done' }).execute();
    await store.close();
  });
  after(() => rm(made.dir, { recursive: true, force: true }));
  made.run = (...args) => runHere(args, { cwd: made.dir, env: { DATABASE_URL: '' } });
  return made;
}
