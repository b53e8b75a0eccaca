import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  checkStore,
  listChanges,
  listCrawls,
  openStore,
  type Store,
  type StoreAddress,
} from '../../../server/store/index.ts';
import { openKillSite } from './site.ts';

const child = fileURLToPath(new URL('./child.ts', import.meta.url));

export interface KillRun {
  kills: number;
  /** Crawls that ended. */
  crawls: number;
  changes: number;
  /** What broke; empty when nothing did. */
  problems: string[];
}

/**
 * Kills a process that crawls, analyses, stores and compares, again and again at random moments, each time continued by
 * the next; then holds the store to one on which the same days were crawled in peace: every change once, no damage.
 */
export async function runKills(
  address: StoreAddress,
  reference: StoreAddress,
  options: { kills: number; scripts: number; longestMs: number; random?: () => number },
): Promise<KillRun> {
  const workDir = await mkdtemp(join(tmpdir(), 'scriptwarden-kill-'));
  const random = options.random ?? Math.random;
  try {
    for (let kill = 0; kill < options.kills; kill++) {
      // Some stages on, so that a slow machine gets to every part of a crawl as well.
      const stages = Math.floor(random() * 6);
      await killOnce({ address, workDir, scripts: options.scripts }, stages, random() * options.longestMs);
    }
    const store = await openStore(address);
    const peaceful = await openStore(reference);
    try {
      await using killed = await openKillSite(store, { workDir, scripts: options.scripts });
      await killed.crawl();
      const days = await killed.days();
      await using calm = await openKillSite(peaceful, {
        workDir: join(workDir, 'calm'),
        scripts: options.scripts,
      });
      while ((await calm.days()) < days) await calm.crawl();
      const problems = [
        ...(await differences(store, peaceful)),
        ...(await checkStore(store)).map((problem) => `${problem.what}: ${problem.detail}`),
      ];
      return { kills: options.kills, crawls: days, changes: (await told(peaceful)).length, problems };
    } finally {
      await store.close();
      await peaceful.close();
    }
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

/** Starts a process, lets it begin so many stages, and kills it a while later. */
async function killOnce(work: object, stages: number, afterMs: number): Promise<void> {
  const started = spawn(process.execPath, [child, JSON.stringify(work)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors = text(started.stderr);
  const exit = once(started, 'exit');
  await Promise.race([linesFrom(started.stdout, 1 + stages), exit]);
  await delay(afterMs);
  if (started.exitCode !== null) throw new Error(`The process ended by itself: ${await errors}`);
  started.kill('SIGKILL');
  await exit;
}

/** Resolves when so many lines came. */
function linesFrom(stream: Readable, count: number): Promise<void> {
  return new Promise((resolve) => {
    let seen = 0;
    createInterface({ input: stream }).on('line', () => {
      if (++seen === count) resolve();
    });
  });
}

async function differences(store: Store, calm: Store): Promise<string[]> {
  const [found, wanted] = [await told(store), await told(calm)];
  const open = (await listCrawls(store.db, { states: ['queued', 'running'] })).map(
    (crawl) => `crawl ${crawl.id} is ${crawl.state} for ever`,
  );
  return [
    ...open,
    ...subtract(found, wanted).map((change) => `told too often: ${change}`),
    ...subtract(wanted, found).map((change) => `lost: ${change}`),
  ];
}

/** Every change of a store, by the number of its crawl. */
async function told(store: Store): Promise<string[]> {
  const numbers = new Map(
    (await listCrawls(store.db, { limit: 100_000 })).map((crawl) => [String(crawl.id), crawl.number]),
  );
  const { items } = await listChanges(store.db, { limit: 100_000 });
  return items.map(({ crawl, severity, kind, subject, message }) =>
    [numbers.get(crawl), severity, kind, subject.type, subject.url, message].join(' '),
  );
}

function subtract(all: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return all.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
