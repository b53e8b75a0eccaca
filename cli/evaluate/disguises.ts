import type { ObfuscatorOptions } from 'javascript-obfuscator';
import { ScriptwardenError } from '../../core/errors/index.ts';

/** One way to make another text of the same behaviour. Throws for text that its tool cannot read. */
export interface Disguise {
  readonly name: string;
  readonly apply: (text: string) => Promise<string> | string;
}

/** Settings that change what a reader sees, from what every shop does to what only those who hide something do. */
const obfuscators: Record<string, ObfuscatorOptions> = {
  'obfuscator: names and strings': { stringArray: true, stringArrayThreshold: 1 },
  'obfuscator: encrypted strings': {
    stringArray: true,
    stringArrayThreshold: 1,
    stringArrayEncoding: ['rc4'],
    splitStrings: true,
  },
  'obfuscator: flattened, dead code': {
    controlFlowFlattening: true,
    controlFlowFlatteningThreshold: 0.75,
    deadCodeInjection: true,
    deadCodeInjectionThreshold: 0.2,
    stringArray: true,
    stringArrayEncoding: ['base64'],
    numbersToExpressions: true,
  },
};

/**
 * The minifiers and obfuscators of the development dependencies, seeded so that a run repeats.
 * @throws ScriptwardenError SW_TOOL_MISSING
 */
export async function loadDisguises(seed: number): Promise<Disguise[]> {
  const [terser, esbuild, obfuscator] = await Promise.all([
    load('terser', () => import('terser')),
    load('esbuild', () => import('esbuild')),
    load('javascript-obfuscator', () => import('javascript-obfuscator')),
  ]);
  return [
    {
      name: 'terser',
      apply: async (text) => (await terser.minify(text, { mangle: { toplevel: true } })).code ?? '',
    },
    {
      name: 'esbuild',
      apply: (text) => esbuild.transformSync(text, { minify: true, loader: 'js', logLevel: 'silent' }).code,
    },
    ...Object.entries(obfuscators).map(([name, settings]) => ({
      name,
      apply: (text: string) =>
        obfuscator.default
          .obfuscate(text, {
            ...settings,
            compact: true,
            seed: 1 + (seed % 1_000_000),
          })
          .getObfuscatedCode(),
    })),
  ];
}

async function load<T>(name: string, from: () => Promise<T>): Promise<T> {
  try {
    return await from();
  } catch (cause) {
    throw new ScriptwardenError('SW_TOOL_MISSING', {
      message: `--robustness needs ${name}, which is not installed.`,
      fix: 'Run it in a checkout after `npm ci`: the tools are development dependencies.',
      cause,
    });
  }
}
