import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { sha256 } from '../../core/encoding/index.ts';
import type { Sample } from './sample.ts';

const run = promisify(execFile);
const perPackage = 12;
const largest = 1_500_000;

/**
 * Benign library code from published packages: the names and exact versions that `list` holds, one a line, unpacked once
 * into `cache`. No install script of theirs runs.
 */
export async function fetchPackages(list: string, cache: string, log: (line: string) => void): Promise<string> {
  const names = (await readFile(list, 'utf8'))
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line);
  const folder = join(cache, `packages-${sha256(names.join('\n')).slice(0, 16)}`);
  const done = join(folder, 'done');
  if (existsSync(done)) return join(folder, 'node_modules');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  log(`fetching ${names.length} packages of benign library code`);
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--legacy-peer-deps', '--omit=optional', '--loglevel=error'];
  await run('npm', ['install', ...options, ...names], { cwd: folder, maxBuffer: 2 ** 26 });
  await writeFile(done, names.join('\n'));
  return join(folder, 'node_modules');
}

/**
 * Scripts for browsers in a folder of packages (or any folder): a bounded number from each, those that look built for the
 * browser first. Each comes as shipped and, when it is not yet, minified.
 */
export async function readLibraries(folder: string, only?: ReadonlySet<string>): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const { name, path } of await packagesIn(folder)) {
    if (only && !only.has(name)) continue;
    for (const file of await bestScripts(path)) {
      const text = await readFile(file, 'utf8');
      const sample: Sample = {
        unit: `${name}/${relative(path, file)}`,
        text,
        media: 'js',
        label: 'benign',
        group: `library:${name}`,
        kind: 'library',
        origin: 'library',
        real: false,
        hard: false,
      };
      samples.push(sample);
      if (!/\.min\./.test(file) && text.length < 400_000) {
        samples.push({ ...sample, unit: `${sample.unit}#minified`, change: { kind: 'minify' } });
      }
    }
  }
  return samples;
}

async function packagesIn(folder: string): Promise<{ name: string; path: string }[]> {
  const found: { name: string; path: string }[] = [];
  for (const entry of (await readdir(folder)).sort()) {
    if (entry.startsWith('.')) continue;
    const path = join(folder, entry);
    if (!(await stat(path)).isDirectory()) continue;
    if (entry.startsWith('@')) {
      for (const inner of (await readdir(path)).sort()) found.push({ name: `${entry}/${inner}`, path: join(path, inner) });
    } else found.push({ name: entry, path });
  }
  return found;
}

async function bestScripts(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.m?js$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/node_modules\/|\/(?:tests?|spec|__tests__|locales?|i18n|lang|docs?|examples?|demo|scripts|bin|grunt|gulp)\//i.test(path.slice(folder.length)))
    .sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
  const best: string[] = [];
  for (const path of paths) {
    const { size } = await stat(path);
    if (size > 200 && size < largest) best.push(path);
    if (best.length === perPackage) break;
  }
  return best;
}

/** Lower is likelier to be what a page loads. */
function rank(path: string): number {
  if (/\.(?:umd|iife|global|browser|bundle)\b|\.min\./.test(path)) return 0;
  return /\/(?:dist|build|umd|public)\//.test(path) ? 1 : 2;
}
