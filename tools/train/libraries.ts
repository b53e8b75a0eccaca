import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { sha256 } from '../../core/encoding/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { decode } from '../../analyzer/parse/index.ts';
import type { Sample } from './sample.ts';
import { tarFiles, type TarFile } from './tar.ts';

const run = promisify(execFile);
const perPackage = 4;
const largest = 1_500_000;

/**
 * Scripts of the published packages that `list` names, one `name@version` a line. `npm pack` fetches each archive once into
 * `cache`; they are read in memory, and nothing of theirs is installed or run.
 */
export async function readPackages(
  list: string,
  cache: string,
  log: (line: string) => void,
): Promise<Sample[]> {
  const specs = (await readFile(list, 'utf8'))
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line);
  const folder = join(cache, `packages-${sha256(specs.join('\n')).slice(0, 16)}`);
  const index = join(folder, 'index.json');
  if (!existsSync(index)) {
    log(`fetching ${specs.length} packages of benign library code`);
    await mkdir(folder, { recursive: true });
    await writeFile(index, await pack(list, specs, folder));
  }
  const packages = JSON.parse(await readFile(index, 'utf8')) as {
    id: string;
    name: string;
    filename: string;
  }[];
  const samples: Sample[] = [];
  for (const { id, name, filename } of packages) {
    const files = [...tarFiles(gunzipSync(await readFile(join(folder, filename))))];
    samples.push(...librarySamples(name, id, files));
  }
  return samples;
}

async function pack(list: string, specs: readonly string[], folder: string): Promise<string> {
  try {
    const options = ['--ignore-scripts', '--json', '--loglevel=error'];
    return (await run('npm', ['pack', ...options, ...specs], { cwd: folder, maxBuffer: 2 ** 28 })).stdout;
  } catch (cause) {
    throw new ScriptwardenError('SW_TRAINING_FAILED', {
      message: `The packages that ${list} names could not be fetched.`,
      fix: 'This needs a way to an npm registry once; check the network and `npm config get registry`.',
      cause,
    });
  }
}

/** Benign library code in a folder: each folder in it is one package or vendor. */
export async function readLibraryFolder(folder: string): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const entry of (await readdir(folder, { withFileTypes: true })).filter((e) => e.isDirectory())) {
    const root = join(folder, entry.name);
    const files: TarFile[] = [];
    for (const file of await readdir(root, { recursive: true, withFileTypes: true })) {
      const path = join(file.parentPath, file.name);
      if (file.isFile() && /\.m?js$/.test(path))
        files.push({ path: relative(root, path), bytes: await readFile(path) });
    }
    samples.push(...librarySamples(entry.name, entry.name, files));
  }
  return samples.sort((one, other) => (one.unit < other.unit ? -1 : 1));
}

/** A bounded number of scripts, those built for browsers first; each as shipped and, when it is not yet, minified. */
function librarySamples(name: string, id: string, files: readonly TarFile[]): Sample[] {
  return [...files]
    .filter(
      ({ path, bytes }) =>
        /\.m?js$/.test(path) && !besides.test(path) && bytes.length > 200 && bytes.length < largest,
    )
    .sort((one, other) => rank(one.path) - rank(other.path) || (one.path < other.path ? -1 : 1))
    .slice(0, perPackage)
    .flatMap(({ path, bytes }) => {
      const sample: Sample = {
        unit: `${id}/${path}`,
        text: decode(bytes).text,
        media: 'js',
        label: 'benign',
        group: `library:${name}`,
        kind: 'library',
        origin: 'library',
        real: false,
        hard: false,
      };
      const wantsMinified = !path.includes('.min.') && bytes.length < 400_000;
      return wantsMinified
        ? [sample, { ...sample, unit: `${sample.unit}#minified`, change: { kind: 'minify' } }]
        : [sample];
    });
}

/** Not what a page loads. */
const besides =
  /\/(?:node_modules|tests?|spec|__tests__|locales?|i18n|lang|docs?|examples?|demo|scripts|bin|grunt|gulp)\//i;

/** Lower is likelier to be what a page loads. */
function rank(path: string): number {
  if (/\.(?:umd|iife|global|browser|bundle)\b|\.min\./.test(path)) return 0;
  return /\/(?:dist|build|umd|public)\//.test(path) ? 1 : 2;
}
