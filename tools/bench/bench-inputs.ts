import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface BenchInput {
  path: string;
  text: string;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Our labelled samples, and libraries that `npm ci` always brings, small to large, readable and minified. */
const defaults = [
  'samples/scripts',
  'node_modules/acorn/dist/acorn.js',
  'node_modules/ajv/dist/ajv.min.js',
  'node_modules/diff/dist/diff.min.js',
  'node_modules/eslint-scope/dist/eslint-scope.cjs',
  'node_modules/fast-check/lib/fast-check.js',
  'node_modules/mocha/mocha.js',
  'node_modules/prettier/plugins/babel.js',
  'node_modules/prettier/plugins/postcss.js',
  'node_modules/typescript/lib/typescript.js',
];

/** Scripts below the paths given, folders included; the default set when there is none. */
export async function benchInputs(paths: readonly string[]): Promise<BenchInput[]> {
  const files: string[] = [];
  const chosen = paths.length > 0 ? paths : defaults.map((path) => join(root, path)).filter(existsSync);
  for (const path of chosen) await collect(path, files);
  return Promise.all(
    files.map(async (path) => ({ path: relative(root, path), text: await readFile(path, 'utf8') })),
  );
}

async function collect(path: string, files: string[]): Promise<void> {
  if (!(await stat(path)).isDirectory()) {
    files.push(path);
    return;
  }
  for (const entry of (await readdir(path, { recursive: true })).sort()) {
    if (/\.[cm]?js$/.test(entry)) files.push(join(path, entry));
  }
}
