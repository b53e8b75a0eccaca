import type { Label } from '../../models/training/generate/index.ts';

export type Origin = 'corpus' | 'project' | 'library' | 'generated' | 'derived';

/** One file or page to train on. Becomes one row of the matrix for each script in it. */
export interface Sample {
  /** What carries the label; unique. */
  unit: string;
  text: string;
  media: 'js' | 'html';
  label: Label;
  /** Never split between training and test. */
  group: string;
  kind: string;
  origin: Origin;
  /** Only captured samples may measure. */
  real: boolean;
  /** Benign but suspicious-looking. */
  hard: boolean;
  /** A variant of a captured sample that only measures what that change does; `of` is the sample's unit. */
  probe?: { name: string; of: string };
  /** How the worker changes the text before it reads it. */
  change?: Change;
}

/** Made in the workers, because obfuscators and minifiers are slow. */
export type Change =
  | { kind: 'minify'; tool?: 'esbuild' | 'terser' }
  | { kind: 'obfuscate'; seed: number; strength: number }
  | { kind: 'pack'; seed: number }
  | { kind: 'splice'; guest: string; at: 'start' | 'middle' | 'end'; seed: number; minify: boolean };

export const labels: readonly Label[] = ['benign', 'magecart', 'cryptomining', 'malware'];

export function isLabel(text: string): text is Label {
  return (labels as readonly string[]).includes(text);
}
