import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { findMatches } from '../../server/feeds/index.ts';
import { importFeed } from '../../server/feeds/import.ts';
import { addFeed, findFeed, openStore } from '../../server/store/index.ts';

// A large threat feed: how long it takes to bring it and then its successor, what memory that takes, how long others wait
// meanwhile, and how long a question takes.
//
//     node tools/bench/feeds.ts [--entries 1000000]

const { values } = parseArgs({ options: { entries: { type: 'string', default: '1000000' } } });
const entries = Number(values.entries);
const dir = await mkdtemp(join(tmpdir(), 'bench-feeds-'));
const store = await openStore({ dataDir: dir });
try {
  const { id } = await addFeed(
    store.db,
    {
      name: 'large',
      severity: 'critical',
      category: 'malware',
      format: 'auto',
      url: null,
      refreshSeconds: null,
      isEnabled: true,
    },
    Date.now(),
  );
  const before = process.memoryUsage.rss();
  for (const round of ['first list', 'next list']) {
    const delays = monitorEventLoopDelay({ resolution: 5 });
    delays.enable();
    const start = performance.now();
    const result = await importFeed(store, await findFeed(store.db, id), listOf(round), Date.now());
    const seconds = (performance.now() - start) / 1000;
    delays.disable();
    console.log(
      `${round}: ${result.entries} entries in ${seconds.toFixed(1)} s, others wait ${(delays.max / 1e6).toFixed(0)} ms at most`,
    );
  }
  console.log(`resident: ${Math.round((process.memoryUsage.rss() - before) / 1e6)} MB more than before`);
  const hosts = Array.from({ length: 1000 }, (_, number) => `www.host-${number * 7}.next-list.example`);
  const start = performance.now();
  const found = await findMatches(store.db, { hosts });
  console.log(`1000 hosts asked in ${(performance.now() - start).toFixed(0)} ms, ${found.size} on the list`);
} finally {
  await store.close();
  await rm(dir, { recursive: true, force: true });
}

/** A list as it arrives from a network. */
// eslint-disable-next-line @typescript-eslint/require-await -- pieces as a network brings them
async function* listOf(round: string): AsyncGenerator<Uint8Array> {
  const domain = `${round.replace(' ', '-')}.example`;
  for (let start = 0; start < entries; start += 1000) {
    let text = '';
    for (let number = start; number < Math.min(start + 1000, entries); number++)
      text += `host-${number}.${domain}\n`;
    yield Buffer.from(text);
  }
}
