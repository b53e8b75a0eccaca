import { readFileSync, writeFileSync } from 'node:fs';
import { transformSync } from 'esbuild';

/** Readable source below `vendors/` → what is served, minified as in the real world, below `public/`. */
export const bundles: Readonly<Record<string, string>> = {
  'larchandloom/app.js': 'larchandloom.localhost/assets/app.4f1c9a2b.js',
  'larchandloom/checkout.js': 'larchandloom.localhost/assets/checkout.7be21d0c.js',
  'swiftslide/swiftslide.js': 'cdn.libstack.localhost/swiftslide/2.1.0/swiftslide.min.js',
  'tagharbor/th.js': 'tags.tagharbor.localhost/th.js',
  'clearpath/cp.js': 'stats.clearpath.localhost/cp.js',
  'chatnook/loader.js': 'widget.chatnook.localhost/loader.js',
  'payfold/payfold.js': 'js.payfold.localhost/v2/payfold.js',
};

/** The minified text of one entry of `bundles`. */
export function minified(source: string): string {
  const text = readFileSync(new URL(`./vendors/${source}`, import.meta.url), 'utf8');
  return transformSync(text, { minify: true, target: 'es2020', legalComments: 'inline', charset: 'utf8' })
    .code;
}

// `node samples/shop/bundle.ts` writes them all; a test fails when that was forgotten.
if (import.meta.main) {
  for (const [source, served] of Object.entries(bundles)) {
    writeFileSync(new URL(`./public/${served}`, import.meta.url), minified(source));
  }
}
