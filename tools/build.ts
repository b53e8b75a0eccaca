import { build, type Plugin } from 'esbuild';
import { cp, glob, readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

// Writes dist/: the same tree in JavaScript, since Node strips no types inside node_modules. Every module stays a file of
// its own with its neighbours where they were, so Workers, models and sample files are found by the same relative URLs.

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = ['analyzer', 'cli', 'core', 'crawler', 'server', 'samples/shop'];
/** Read at run time, not imported. */
const assets = ['package.json', 'models/*.{onnx,json,md}', ...folders.map((folder) => `${folder}/**/*.*`)];

/** Leaves every import in place and points those of TypeScript files at what they become. */
const keepTree: Plugin = {
  name: 'keep-tree',
  setup(esbuild) {
    esbuild.onResolve({ filter: /.*/ }, ({ path, kind }) =>
      kind === 'entry-point' ? null : { path: path.replace(/^(\.{1,2}\/.*)\.ts$/, '$1.js'), external: true },
    );
    esbuild.onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      loader: 'ts',
      contents: (await readFile(path, 'utf8')).replaceAll(
        /(new URL\(\s*['"]\.{1,2}\/[^'"]*)\.ts(['"],\s*import\.meta\.url\s*\))/g,
        '$1.js$2',
      ),
    }));
  },
};

await rm(`${root}dist`, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: folders.map((folder) => `${folder}/**/*.ts`),
  outbase: '.',
  outdir: 'dist',
  bundle: true,
  plugins: [keepTree],
  platform: 'node',
  format: 'esm',
  target: 'node24',
  logLevel: 'warning',
});
for await (const path of glob(assets, { cwd: root, exclude: ['**/*.ts'] })) {
  await cp(`${root}${path}`, `${root}dist/${path}`, { recursive: true });
}
