import { parseArgs } from 'node:util';
import { loadAllSkimmers, loadReleases, startShop, type ReleaseMeta } from './index.ts';

const help = `Serves the sample shop on loopback, to look at and to scan.

Usage: npm run shop -- [options]

  --skimmer NAME   infect the shop with this skimmer; may be repeated (default: the usual three);
                   all: every one that lets the others work
  --obfuscated     serve the skimmers obfuscated
  --clean          serve the shop without any skimmer
  --release N      serve the shop as of release N, which holds all up to N (default 0: as it opened)
  --port N         port on 127.0.0.1 (default 8088; 0 takes any free one)
  --list           list skimmers and releases and stop
  --help           show this text

The skimmers really take what is typed into the checkout form, but send it to this same server only.
`;

function readOptions(args: string[]) {
  return parseArgs({
    args,
    options: {
      skimmer: { type: 'string', multiple: true },
      obfuscated: { type: 'boolean', default: false },
      clean: { type: 'boolean', default: false },
      release: { type: 'string', default: '0' },
      port: { type: 'string', default: '8088' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  }).values;
}

/** Returns the exit code, or null while the shop is being served. */
async function main(args: string[]): Promise<number | null> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(args);
  } catch (error) {
    return wrongUse((error as Error).message);
  }
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  if (options.list) {
    for (const { name, meta } of loadAllSkimmers()) {
      process.stdout.write(
        `${name}\n  ${meta.design}\n  reads ${meta.reads.join(', ')}; sends to ${meta.sendsTo}\n`,
      );
    }
    for (const { meta } of await loadReleases())
      process.stdout.write(`release ${meta.number}, ${meta.name}\n  ${meta.changes}\n${expectations(meta)}`);
    return 0;
  }
  const release = Number(options.release);
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) return wrongUse(`Not a port: ${options.port}`);
  if (options.clean && options.skimmer) return wrongUse('--clean and --skimmer exclude each other');

  try {
    const skimmers = options.skimmer?.includes('all') ? 'all' : (options.skimmer ?? 'usual');
    const shop = await startShop({
      port,
      clean: options.clean,
      skimmers,
      obfuscated: options.obfuscated,
      release,
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void shop.close().then(() => process.exit(0)));
    }
    const names = shop.skimmers.map((skimmer) => `${skimmer.name} → ${skimmer.meta.sendsTo}`);
    process.stdout.write(
      `Home      ${shop.url}\nProduct   ${shop.url}product/fell-throw\nBasket    ${shop.url}cart\nCheckout  ${shop.url}checkout\n\n` +
        (names.length === 0 ? 'No skimmer: the clean shop.\n' : `Skimmers  ${names.join('\n          ')}\n`) +
        shop.releases
          .slice(-1)
          .map(({ number, name }) => `Release   ${number}, ${name}\n`)
          .join('') +
        `\nScan it from another terminal: npm run scan -- ${shop.url}\nCtrl-C stops.\n`,
    );
    return null;
  } catch (error) {
    if (error instanceof RangeError) return wrongUse(error.message);
    process.stderr.write(`Cannot serve on port ${port}: ${(error as Error).message}\n`);
    return 4;
  }
}

function expectations({ expects }: ReleaseMeta): string {
  return expects.map(({ severity, kind, about }) => `  tells ${severity} ${kind}: ${about}\n`).join('');
}

function wrongUse(message: string): number {
  process.stderr.write(`${message}\nTry: npm run shop -- --help\n`);
  return 2;
}

process.exitCode = (await main(process.argv.slice(2))) ?? undefined;
