import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { transformSync, type TransformOptions } from 'esbuild';
import obfuscator from 'javascript-obfuscator';
import { loadAllSkimmers, obfuscatedFolder } from './skimmers.ts';

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

/**
 * A skimmer's code as a common obfuscator leaves it, the same each time. Addresses are put together from the page's own
 * scheme and port first, since the server cannot put those right inside encoded strings.
 */
export function obfuscated(code: string, seed: number): string {
  const portable = code
    .replace(/(https|wss):\/\/([a-z0-9.-]+\.localhost)/g, (_match, scheme: string, host: string) => {
      const ends = scheme === 'wss' ? ".replace('http','ws')" : '';
      return `'+location.protocol${ends}+'//${host}:'+location.port+'`;
    })
    .replace(/(['"])\/\/([a-z0-9.-]+\.localhost)(?!:)/g, (_match, quote: string, host: string) => {
      return `${quote}//${host}:${quote}+location.port+${quote}`;
    });
  return obfuscator
    .obfuscate(portable, {
      seed,
      stringArray: true,
      stringArrayThreshold: 1,
      stringArrayEncoding: [seed % 2 ? 'base64' : 'rc4'],
      stringArrayWrappersCount: 1 + (seed % 2),
      controlFlowFlattening: seed % 3 === 0,
      splitStrings: seed % 3 === 1,
      numbersToExpressions: seed % 4 === 0,
      target: 'browser-no-eval',
    })
    .getObfuscatedCode();
}

/** Skimmer's name → its obfuscated copy. */
export function obfuscatedSkimmers(): Map<string, string> {
  return new Map(loadAllSkimmers().map(({ name, code }, index) => [name, obfuscated(code, index + 1)]));
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
  mkdirSync(obfuscatedFolder, { recursive: true });
  for (const [name, code] of obfuscatedSkimmers())
    writeFileSync(new URL(`${name}.js`, obfuscatedFolder), code);
}
