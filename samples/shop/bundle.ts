import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { transformSync, type TransformOptions } from 'esbuild';

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

export interface Rebundle {
  /** Files below `vendors/`, one after the other. */
  sources: readonly string[];
  options?: TransformOptions;
}

/** Another minifier: esbuild without shortening, so that every local name differs from what `bundles` serves. */
const otherNames: TransformOptions = {
  minifyIdentifiers: false,
  minify: false,
  minifySyntax: true,
  minifyWhitespace: true,
};

/** What later releases serve, below `releases/served/RELEASE/HOST/PATH`. */
export const rebundles = {
  minifier: {
    'cdn.libstack.localhost/swiftslide/2.1.0/swiftslide.min.js': {
      sources: ['swiftslide/swiftslide.js'],
      options: otherNames,
    },
    'stats.clearpath.localhost/cp.js': { sources: ['clearpath/cp.js'], options: otherNames },
    'widget.chatnook.localhost/loader.js': { sources: ['chatnook/loader.js'], options: otherNames },
    'js.payfold.localhost/v2/payfold.js': { sources: ['payfold/payfold.js'], options: otherNames },
  },
  'new-analytics': {
    'tags.tagharbor.localhost/custom/TH-4K2M9/pulse.js': { sources: ['pagepulse/pulse.js'] },
  },
  'card-reader': {
    'stats.clearpath.localhost/cp.js': { sources: ['clearpath/cp.js', 'clearpath/replay.js'] },
  },
} satisfies Readonly<Record<string, Readonly<Record<string, Rebundle>>>>;

/** The minified text of one entry of `bundles`, or of several sources in one. */
export function minified(sources: string | readonly string[], options: TransformOptions = {}): string {
  const text = [sources]
    .flat()
    .map((source) => readFileSync(new URL(`./vendors/${source}`, import.meta.url), 'utf8'))
    .join('\n');
  return transformSync(text, {
    minify: true,
    target: 'es2020',
    legalComments: 'inline',
    charset: 'utf8',
    ...options,
  }).code;
}

// `node samples/shop/bundle.ts` writes them all; a test fails when that was forgotten.
if (import.meta.main) {
  for (const [source, served] of Object.entries(bundles)) {
    writeFileSync(new URL(`./public/${served}`, import.meta.url), minified(source));
  }
  for (const [release, files] of Object.entries(rebundles)) {
    for (const [served, { sources, options }] of Object.entries<Rebundle>(files)) {
      const file = new URL(`./releases/served/${release}/${served}`, import.meta.url);
      mkdirSync(new URL('./', file), { recursive: true });
      writeFileSync(file, minified(sources, options));
    }
  }
}
